import type { Operation, Shape } from "@portcullis/aws-model";
import { anyText } from "./mutate.ts";
import type { Random } from "./random.ts";

/** Few names, so that what one call made is what another one finds. */
const names = ["ann", "bob", "Ann", "readers", "deploy", "a", "x".repeat(64)] as const;
const policyText = (effect: string, action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: effect, Action: action, Resource: "*" }] });
const trustText = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "sts:AssumeRole" }],
});
const arns = [
  "arn:aws:iam::123456789012:role/deploy",
  "arn:aws:iam::123456789012:policy/readers",
  "arn:aws:iam::aws:policy/ReadOnlyAccess",
  "arn:aws:iam::123456789012:user/ann",
  "arn:aws:iam::210987654321:role/deploy",
] as const;

/** A value for a member: mostly what its operation would take, sometimes anything. */
function textFor(random: Random, name: string): string {
  if (random.once(12)) return anyText(random, 60);
  if (/arn$/i.test(name)) return random.pick(arns);
  if (/assumerolepolicydocument/i.test(name)) return random.once(3) ? policyText("Allow", "*") : trustText;
  if (/document$|^policy$/i.test(name))
    return random.once(4) ? trustText : policyText("Deny", random.pick(["s3:*", "iam:Get*"]));
  if (/path/i.test(name)) return random.pick(["/", "/team/", "/a/b/", "team"]);
  if (/status/i.test(name)) return random.pick(["Active", "Inactive"]);
  if (/version/i.test(name)) return random.pick(["v1", "v2", "v9"]);
  if (/marker|token/i.test(name))
    return random.once(2) ? anyText(random, 20) : random.bytes(60).toString("base64url");
  return random.pick(names);
}

/** A value of a shape, or of none. @param name the member that holds it */
export function anyValue(random: Random, shape: Shape, name: string, depth = 0): unknown {
  switch (shape.type) {
    case "structure":
      return Object.fromEntries(
        shape.members
          .filter((member) => depth < 5 && (member.required ? !random.once(20) : random.once(3)))
          .map((member) => [member.name, anyValue(random, member.shape, member.name, depth + 1)]),
      );
    case "list":
      return Array.from({ length: random.once(8) ? random.int(60) : random.int(3) }, () =>
        anyValue(random, shape.member, name, depth + 1),
      );
    case "map":
      return Object.fromEntries(
        Array.from({ length: random.int(3) }, () => [
          anyText(random, 4),
          anyValue(random, shape.value, name, depth + 1),
        ]),
      );
    case "string":
      return shape.enum === undefined || random.once(10) ? textFor(random, name) : random.pick(shape.enum);
    case "boolean":
      return random.once(2);
    case "timestamp":
      return random.pick([0, 1.7e12, 4e12, 1e18]);
    case "blob":
      return random.bytes(random.int(20)).toString("base64");
    default:
      return random.pick([0, 1, 5, 100, 3600, 43200, -1, 2 ** 31, 1e15]);
  }
}

/** The parameters of a query call: `Tags.member.1.Key`. */
export function formOf(operation: Operation, version: string, input: unknown): URLSearchParams {
  const form = new URLSearchParams({ Action: operation.name, Version: version });
  if (operation.input !== undefined) writeForm(form, operation.input, "", input);
  return form;
}

function writeForm(form: URLSearchParams, shape: Shape, prefix: string, value: unknown): void {
  const below = (name: string | number) => (prefix === "" ? String(name) : `${prefix}.${name}`);
  if (shape.type === "structure") {
    for (const member of shape.members) {
      const held = (value as Record<string, unknown>)[member.name];
      if (held !== undefined) writeForm(form, member.shape, below(member.wireName), held);
    }
  } else if (shape.type === "list") {
    for (const [at, held] of (value as readonly unknown[]).entries()) {
      writeForm(form, shape.member, below(`${shape.memberName}.${at + 1}`), held);
    }
  } else if (shape.type === "map") {
    for (const [at, [key, held]] of Object.entries(value as object).entries()) {
      form.append(below(`entry.${at + 1}.${shape.keyName}`), key);
      writeForm(form, shape.value, below(`entry.${at + 1}.${shape.valueName}`), held);
    }
  } else {
    form.append(prefix, String(shape.type === "timestamp" ? instantText(value as number) : value));
  }
}

const instantText = (milliseconds: number): string =>
  milliseconds > 8.64e15 ? String(milliseconds) : new Date(milliseconds).toISOString();
