/** An application's own actions under AWS's policy language: who may refund which order, and up to what amount. */
import { type Context, check, compile, decide, explain, type Layers, type Request } from "@portcullis/policy";

const account = "111122223333";
const support = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "shop:Get*", Resource: "arn:aws:shop:::order/*" },
    {
      Sid: "SmallRefunds",
      Effect: "Allow",
      Action: "shop:RefundOrder",
      Resource: "arn:aws:shop:::order/eu/*",
      Condition: { NumericLessThanEquals: { "shop:Amount": "100" } },
    },
    {
      Sid: "NotClosedOnes",
      Effect: "Deny",
      Action: "shop:Refund*",
      Resource: "arn:aws:shop:::order/*/closed/*",
    },
  ],
});

for (const { message } of check("identity", support)) throw new Error(message);
const layers: Layers = {
  identity: [compile("identity", [{ source: { name: "support" }, text: support }])],
  scps: [],
  rcps: [],
};

/** What the application knows of a request. Keys are asked for in lower case; undefined means absent. */
function contextOf(facts: Readonly<Record<string, string>>): Context {
  const values = new Map(Object.entries(facts).map(([key, value]) => [key.toLowerCase(), [value]]));
  return { get: (key) => values.get(key) };
}

function ask(action: string, order: string, facts: Readonly<Record<string, string>> = {}): string {
  const request: Request = {
    principal: { kind: "user", arn: `arn:aws:iam::${account}:user/ann`, account, id: "AIDAEXAMPLE" },
    action,
    resource: { arn: `arn:aws:shop:::order/${order}`, account },
    context: contextOf(facts),
  };
  const { outcome } = decide(layers, request);
  return `${action} ${order}: ${outcome === "Allow" ? "allowed" : `refused ${explain(layers, request).reason}`}`;
}

console.log(ask("shop:GetOrder", "us/17"));
console.log(ask("shop:RefundOrder", "eu/17", { "shop:Amount": "80" }));
console.log(ask("shop:RefundOrder", "eu/17", { "shop:Amount": "800" }));
console.log(ask("shop:RefundOrder", "eu/17"));
console.log(ask("shop:RefundOrder", "eu/closed/16", { "shop:Amount": "80" }));
