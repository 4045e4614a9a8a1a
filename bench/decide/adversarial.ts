import { compile, decide, type PolicyType } from "@portcullis/policy";
import { account, userArn } from "./workload.ts";

/** What grows: everything is compiled and decided once for each size. */
interface Shape {
  readonly name: string;
  readonly type?: PolicyType;
  readonly statement?: (size: number) => object;
  readonly text?: (size: number) => string;
  readonly value?: (size: number) => string;
}

const fixed = 2048;
const allow = { Effect: "Allow", Action: "*", Resource: "*" };
const like = (pattern: (size: number) => string) => (size: number) => ({
  ...allow,
  Condition: { StringLike: { "a:v": pattern(size) } },
});
const letters = (size: number): string => "a".repeat(size);
const list = (size: number, make: (at: number) => string): string[] =>
  Array.from({ length: size / 32 }, (_, at) => make(at));

const shapes: readonly Shape[] = [
  { name: "stars", statement: like((size) => "*".repeat(size)) },
  { name: "stars between letters", statement: like((size) => "a*".repeat(size / 2)), value: letters },
  { name: "stars and question marks in turn", statement: like((size) => `${"*?".repeat(size / 2)}b`) },
  { name: "a tail shared with the text", statement: like((size) => `*${letters(size)}b*`), value: letters },
  { name: "question marks between letters", statement: like((size) => `*${"a?".repeat(size / 2)}b*`) },
  {
    name: "a long text, question marks between letters",
    statement: like(() => `*${"a?".repeat(fixed / 2)}b*`),
    value: letters,
  },
  {
    name: "a long text, stars between letters",
    statement: like(() => `${"a*".repeat(fixed / 2)}b`),
    value: letters,
  },
  {
    name: "a resource of stars within parts",
    statement: (size) => ({ ...allow, Resource: `arn:aws:s3:x${"*a".repeat(size / 2)}x::b` }),
  },
  { name: "colons", statement: (size) => ({ ...allow, Resource: `arn:aws:s3:${":".repeat(size)}*` }) },
  {
    name: "variables",
    statement: (size) => ({ ...allow, Resource: `arn:aws:s3:::b/${"${a:short}*".repeat(size / 11)}` }),
  },
  {
    name: "unicode",
    statement: like((size) => "\u{1f600}*".repeat(size / 3)),
    value: (size) => "\u{1f600}".repeat(size / 2),
  },
  { name: "actions", statement: (size) => ({ ...allow, Action: list(size, (at) => `s3:Get${at}*`) }) },
  {
    name: "resources",
    statement: (size) => ({ ...allow, Resource: list(size, (at) => `arn:aws:s3:::bucket-${at}/*`) }),
  },
  {
    name: "condition keys",
    statement: (size) => ({
      ...allow,
      Condition: {
        StringEquals: Object.fromEntries(list(size, (at) => `a:key${at}`).map((key) => [key, "x"])),
      },
    }),
  },
  {
    name: "condition values",
    statement: (size) => ({
      ...allow,
      Condition: { StringLike: { "a:v": list(size, (at) => `*value${at}*`) } },
    }),
  },
  {
    name: "networks",
    statement: (size) => ({
      ...allow,
      Condition: { IpAddress: { "a:ip": list(size, (at) => `10.${at >> 8}.${at & 255}.0/24`) } },
    }),
  },
  {
    name: "principals",
    type: "resource",
    statement: (size) => ({ ...allow, Principal: { AWS: list(size, (at) => userArn(`user${at}`)) } }),
  },
  {
    name: "prefixes of prefixes",
    statement: (size) => ({
      ...allow,
      Resource: Array.from({ length: Math.sqrt(size) }, (_, at) => `arn:aws:s3:::${letters(at)}*`),
    }),
  },
  { name: "nesting", text: (size) => `${"[".repeat(size)}${"]".repeat(size)}` },
  { name: "nested objects", text: (size) => '{"a":'.repeat(size) },
  { name: "white space", text: (size) => `{${" ".repeat(size)}}` },
  { name: "escapes", text: (size) => `"${"\\u0041".repeat(size / 6)}"` },
  { name: "keys", text: (size) => `{${list(size, (at) => `"key${at}":1`).join()}}` },
];

const sizes = [2048, 4096, 8192, 16_384, 32_768, 65_536];

function millisecondsOf(shape: Shape, size: number): number {
  const { type = "identity", statement, text, value = () => letters(fixed) } = shape;
  const document = text?.(size) ?? JSON.stringify({ Version: "2012-10-17", Statement: statement?.(size) });
  const context = new Map<string, readonly string[]>([
    ["a:v", [value(size)]],
    ["a:short", ["a"]],
    ["a:ip", ["10.255.255.1"]],
  ]);
  const principal = { kind: "user", arn: userArn("ann"), account, id: "AIDA" } as const;
  const request = {
    principal,
    action: "s3:GetObject",
    resource: { arn: `arn:aws:s3:::b/${letters(fixed)}`, account },
    context,
  };
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    for (let time = 0; time < 3; time++) {
      const set = compile(type, [{ source: { name: "p" }, text: document }]);
      decide(
        type === "resource"
          ? { identity: [], resource: set, scps: [], rcps: [] }
          : { identity: [set], scps: [], rcps: [] },
        request,
      );
    }
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 3000);
  }
  return least;
}

/**
 * Size against time for what an attacker would send; each line is scaled to its own largest time. Gives the shapes
 * whose time grows faster than their size: for sixteen times the size, linear is 16 and quadratic 256 times the
 * time; the line is drawn between them.
 */
export function growsFaster(print: (line: string) => void): readonly string[] {
  print(`  ${"size".padEnd(46)}${sizes.map((size) => String(size).padStart(9)).join("")}`);
  const faster: string[] = [];
  for (const shape of shapes) {
    millisecondsOf(shape, sizes[0]!);
    const times = sizes.map((size) => millisecondsOf(shape, size));
    const most = Math.max(...times);
    print(`  ${shape.name.padEnd(46)}${times.map((time) => `${time.toFixed(2)}ms`.padStart(9)).join("")}`);
    print(
      `  ${"".padEnd(46)}${times.map((time) => "#".repeat(Math.max(1, Math.round((time / most) * 8))).padStart(9)).join("")}`,
    );
    // Below a tenth of a millisecond the clock says little.
    if (times.at(-1)! > 64 * Math.max(times[1]!, 0.1)) faster.push(shape.name);
  }
  return faster;
}
