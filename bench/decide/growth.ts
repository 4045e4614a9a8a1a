import { compile, decide, type Layers } from "@portcullis/policy";
import type { Decider } from "./engines.ts";
import { account, requestOf } from "./workload.ts";

const bucketOf = (at: number): string => `arn:aws:s3:::team-${at}-bucket`;

/** So many statements attached to one user, each about another bucket; the request is about one of them. */
function attached(count: number): Layers {
  const documents = Array.from({ length: Math.ceil(count / 20) }, (_, policy) => {
    const Statement = Array.from({ length: 20 }, (_, at) => ({
      Effect: at % 5 === 4 ? "Deny" : "Allow",
      Action: ["s3:Get*", "s3:PutObject"],
      Resource: `${bucketOf(policy * 20 + at)}/*`,
    }));
    return {
      source: { name: `policy-${policy}` },
      text: JSON.stringify({ Version: "2012-10-17", Statement }),
    };
  });
  return { identity: [compile("identity", documents)], scps: [], rcps: [] };
}

/** The same hundred requests, whatever the number of statements beside those that they are about. */
export function growth(count: number): Decider {
  const layers = attached(count);
  const context = new Map<string, readonly string[]>();
  const requests = Array.from({ length: 100 }, (_, at) =>
    requestOf({
      user: "ann",
      action: "s3:GetObject",
      resource: `${bucketOf(at)}/photos/${account}.jpg`,
      context,
    }),
  );
  for (const [at, request] of requests.entries()) {
    const { outcome, statement } = decide(layers, request);
    if (outcome !== (at % 5 === 4 ? "ExplicitDeny" : "Allow") || statement?.index !== at % 20)
      throw new Error(`request ${at} ended as ${outcome}`);
  }
  return (at) => decide(layers, requests[at]!).outcome === "Allow";
}
