import assert from "node:assert/strict";
import { type Operation, type ServiceModel, services } from "@portcullis/aws-model";
import { type Call, type Signer, signedPost } from "../bench/rig/signed-post.ts";
import { startFuzzed } from "./support/fuzzed-server.ts";
import { anyValue, formOf } from "./support/inputs.ts";
import { mutateBytes } from "./support/mutate.ts";
import type { Random } from "./support/random.ts";
import type { FuzzTarget } from "./target.ts";

const operations: readonly (readonly [ServiceModel, Operation])[] = Object.values(services).flatMap((model) =>
  Object.values(model.operations).map((operation) => [model, operation] as const),
);

function callOf(random: Random): Call {
  const [model, operation] = random.pick(operations);
  const input = operation.input === undefined ? {} : anyValue(random, operation.input, "");
  const text =
    model.protocol === "query"
      ? formOf(operation, model.apiVersion, input).toString()
      : JSON.stringify(input);
  const body = random.once(5) ? mutateBytes(random, Buffer.from(text), 3) : text;
  return {
    service: model.signingName,
    body,
    keepAlive: false,
    ...(model.protocol === "query"
      ? {}
      : {
          contentType: `application/x-amz-json-${model.jsonVersion}`,
          target: `${model.targetPrefix}.${operation.name}`,
        }),
  };
}

/** The credentials that an answer hands out. */
function issuedBy(answer: string): Signer | undefined {
  const held = (tag: string) => new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(answer)?.[1];
  const [accessKeyId, secretAccessKey, sessionToken] = [
    held("AccessKeyId"),
    held("SecretAccessKey"),
    held("SessionToken"),
  ];
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** The account that drawn inputs speak of; it becomes the server's own. */
const sampleAccount = "123456789012";

export const target: FuzzTarget = {
  component: "server",
  property:
    "Any input of any operation, signed by root, by users or by the sessions that they were given, is done or refused in the service's protocol: no crash, no 500, no hang, memory flat.",
  seconds: 60,
  async prepare(scope) {
    const { port, root, account, ask, end } = await startFuzzed(scope);
    const issued: Signer[] = [];
    return {
      width: 8,
      end,
      async step(random) {
        const signer = issued.length > 0 && random.once(4) ? random.pick(issued) : root;
        const drawn = callOf(random);
        const { body: given } = drawn;
        const own = typeof given === "string" ? given.replaceAll(sampleAccount, account) : given;
        const call = { ...drawn, body: own };
        const answer = await ask(signedPost(port, signer, call, Date.now()));
        const body = answer.slice(answer.indexOf("\r\n\r\n") + 4);
        assert.match(body, call.target === undefined ? /^</ : /^\{/, answer);
        const credentials = issuedBy(body);
        if (credentials !== undefined && issued.push(credentials) > 20) issued.shift();
      },
    };
  },
};
