import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { decide, explain, readCases } from "@portcullis/policy";
import { oracle, type World } from "./oracle.ts";

const root = new URL("../cases/", import.meta.url);
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

// biome-ignore lint/suspicious/noExplicitAny: a case is plain JSON here.
type Json = any;

/** What the oracle takes, made from the case's JSON without the engine's reader. */
function worldOf({ request, policies }: Json): World {
  const { type, arn, account, roleArn, userArn } = request.principal;
  const context: Record<string, readonly string[]> = {};
  for (const [key, values] of Object.entries<string[]>(request.context)) context[key.toLowerCase()] = values;
  const id = context["aws:userid"]?.[0]?.split(":")[0] ?? "";
  const kind = /^sts:(assumerole|tagsession|setsourceidentity)/i.test(request.action)
    ? "trust"
    : request.action.startsWith("kms:")
      ? "key"
      : "resource";
  const { identity, groups, resource, boundary, session, scps, rcps, managementAccount, vpcEndpoint } =
    policies;
  return {
    principal:
      type === "service"
        ? { kind: type, name: arn }
        : type === "web-identity" || type === "saml"
          ? { kind: type, provider: arn }
          : { kind: type, arn, account, roleArn, userArn, id },
    action: request.action,
    resource: { arn: request.resource.arn, account: request.resource.account ?? undefined },
    context,
    identity: [...identity, ...groups].map(({ document }: Json) => document),
    ...(resource && { resourcePolicy: { kind, document: resource } }),
    ...(boundary && { boundary }),
    ...(session && { session }),
    ...(vpcEndpoint && { endpoint: vpcEndpoint }),
    scps: managementAccount ? [] : (scps ?? []),
    rcps: managementAccount ? [] : (rcps ?? []),
  };
}

for (const { name: topic } of folders)
  describe(topic.replaceAll("-", " "), () => {
    for (const file of readdirSync(new URL(`${topic}/`, root)))
      test(file.replace(".json", "").replaceAll("-", " "), () => {
        const text = readFileSync(new URL(`${topic}/${file}`, root), "utf8");
        const [result] = readCases(text);
        if (!result?.ok) assert.fail(result?.problem);
        const { id, layers, request, expected, why } = result.case;
        assert.deepEqual([result.case.topic, `${id}.json`], [topic, file]);
        assert.ok(why.length > 10);
        assert.equal(decide(layers, request).outcome, expected);
        assert.equal(explain(layers, request).outcome, expected);
        // The oracle takes documents that can be read only.
        if (topic !== "unreadable-documents") assert.equal(oracle(worldOf(JSON.parse(text))), expected);
      });
  });
