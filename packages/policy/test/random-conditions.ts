import type { Random } from "./random.ts";
import { near } from "./worlds.ts";

/** Values by kind of key; the odd ones are what an evaluator stumbles over. */
const values = {
  text: [
    "ann",
    "Ann",
    "a*n",
    "*",
    "?",
    "",
    "${aws:username}",
    "anna",
    "Straße",
    "STRASSE",
    "\u212aelvin",
    "kelvin",
  ],
  arn: ["arn:aws:iam::111111111111:user/ann", "arn:aws:s3:::b", "arn:aws:sns:eu:1:a:b:c", "ann", "arn:aws:x"],
  number: ["10", "10.0", "9.99", "-0", "0", "12345678901234567890.1", "1e1", "ten", "", " 1", "+1", "007"],
  date: [
    "2024-02-29T23:59:59Z",
    "2024-03-01T01:59:59+02:00",
    "2024-02-29T23:59:59.500Z",
    "2023-02-29",
    "2024-02",
    "2024",
    "1709251199",
    "2024-02-29T24:00Z",
    "0001-01-01",
    "yesterday",
  ],
  bool: ["true", "false", "TRUE", "False", "1", ""],
  binary: ["aGk=", "aGl=", "aGk", "", "////", "++++"],
  ip: [
    "10.0.0.1",
    "10.0.0.255",
    "11.0.0.1",
    "010.0.0.1",
    "::ffff:10.0.0.1",
    "2001:db8::1",
    "2001:DB8:0:0::1",
    "::",
    "1::2::3",
  ],
} as const;

type Kind = keyof typeof values;

const keys: readonly (readonly [string, Kind])[] = [
  ["aws:username", "text"],
  ["aws:PrincipalTag/team", "text"],
  ["aws:TagKeys", "text"],
  ["aws:PrincipalArn", "arn"],
  ["aws:MultiFactorAuthAge", "number"],
  ["aws:CurrentTime", "date"],
  ["aws:SecureTransport", "bool"],
  ["x:binary", "binary"],
  ["aws:SourceIp", "ip"],
];

const operators: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
  ],
  arn: ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "StringLike"],
  number: ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map(
    (name) => `Numeric${name}`,
  ),
  date: ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map(
    (name) => `Date${name}`,
  ),
  bool: ["Bool"],
  binary: ["BinaryEquals"],
  ip: ["IpAddress", "NotIpAddress"],
};

export function contextOf(random: Random): Record<string, readonly string[]> {
  const context: Record<string, readonly string[]> = {};
  for (const [key, kind] of keys) {
    if (random.once(3)) continue;
    const several = key === "aws:TagKeys" ? random.below(4) : random.once(10) ? 2 * random.below(2) : 1;
    context[key.toLowerCase()] = Array.from({ length: several }, () => random.pick(values[kind]));
  }
  return context;
}

function wantedOf(random: Random, kind: Kind): unknown {
  const one = () => {
    const value = random.pick(values[kind]);
    if (kind === "ip" && random.once(2))
      return `${value}/${random.pick([0, 8, 24, 31, 32, 33, 64, 127, 128, "08", ""])}`;
    if ((kind === "text" || kind === "arn") && random.once(2)) return near(random, value);
    if (kind === "bool" && random.once(4)) return random.once(2);
    return value;
  };
  return random.once(2) ? one() : random.some(3, one);
}

function anyCase(random: Random, text: string): string {
  return random.once(6) ? (random.once(2) ? text.toLowerCase() : text.toUpperCase()) : text;
}

export function conditionOf(random: Random): Record<string, Record<string, unknown>> {
  const condition: Record<string, Record<string, unknown>> = {};
  for (let count = random.below(3); count >= 0; count--) {
    const [key, kind] = random.pick(keys);
    const block = { [anyCase(random, key)]: wantedOf(random, kind) };
    if (random.once(8)) {
      condition.Null = { [key]: random.pick([true, "false", "TRUE", ["true", "false"], "maybe"]) };
      continue;
    }
    const plain = random.pick(operators[random.once(10) ? random.pick(keys)[1] : kind]);
    const name = `${random.pick(["", "", "", "ForAllValues:", "ForAnyValue:"])}${plain}${random.once(4) ? "IfExists" : ""}`;
    condition[anyCase(random, name)] = random.once(30) ? {} : block;
  }
  return random.once(30) ? {} : condition;
}
