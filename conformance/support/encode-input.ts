/** An input in the protocol of its service, whatever it holds: what the model would not let a client send, too. */
import { type Operation, type Shape, services } from "@portcullis/aws-model";
import { form } from "./wire.ts";

/** Headers and body of a call that is not signed yet. */
export function encodeInput(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
): { readonly headers: readonly string[]; readonly body: string } {
  const { protocol, apiVersion, targetPrefix, jsonVersion } = services[operation.service];
  if (protocol === "json") {
    return {
      headers: [
        "Content-Type",
        `application/x-amz-json-${jsonVersion}`,
        "X-Amz-Target",
        `${targetPrefix}.${operation.name}`,
      ],
      body: JSON.stringify(input),
    };
  }
  const pairs: [string, string][] = [
    ["Action", operation.name],
    ["Version", apiVersion],
  ];
  if (operation.input !== undefined) flatten(operation.input, "", input, pairs);
  return { headers: ["Content-Type", form], body: new URLSearchParams(pairs).toString() };
}

function flatten(shape: Shape | undefined, name: string, value: unknown, pairs: [string, string][]): void {
  const under = (part: string | number) => (name === "" ? String(part) : `${name}.${part}`);
  if (value === undefined || value === null) return;
  if (typeof value !== "object") {
    pairs.push([name, String(value)]);
    return;
  }
  if (shape?.type === "list" && Array.isArray(value)) {
    const prefix = shape.flattened ? name : under(shape.memberName);
    for (const [at, each] of value.entries()) flatten(shape.member, `${prefix}.${at + 1}`, each, pairs);
    return;
  }
  if (shape?.type === "map") {
    const prefix = shape.flattened ? name : under("entry");
    for (const [at, [key, each]] of Object.entries(value).entries()) {
      pairs.push([`${prefix}.${at + 1}.${shape.keyName}`, key]);
      flatten(shape.value, `${prefix}.${at + 1}.${shape.valueName}`, each, pairs);
    }
    return;
  }
  // What is no structure of the model's is written as one, member by member.
  for (const [part, each] of Object.entries(value)) {
    const member = shape?.type === "structure" ? shape.members.find((each) => each.name === part) : undefined;
    flatten(member?.shape, under(member?.wireName ?? part), each, pairs);
  }
}
