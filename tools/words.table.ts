/** Words that must not stand in a file, where, and why. */
export type ForbiddenWord = {
  readonly pattern: RegExp;
  readonly where: (path: string) => boolean;
  readonly why: string;
};

const code = (path: string): boolean => /\.(ts|tsx|js|cjs|mjs|sh)$/.test(path);
const source = (path: string): boolean => /^packages\/[^/]+\/(src|bin)\//.test(path) && code(path);

export const forbiddenWords: readonly ForbiddenWord[] = [
  {
    pattern: /arn:aws:/g,
    where: (path) => source(path) && path !== "packages/directory/src/arn.ts",
    why: "the partition is configured: ask packages/directory/src/arn.ts for the ARN",
  },
  { pattern: /\b(TODO|FIXME|XXX)\b/g, where: code, why: "finish it, or open an issue" },
  { pattern: /@ts-(ignore|nocheck)\b/g, where: code, why: "say it in types" },
  { pattern: /@ts-expect-error\b/g, where: source, why: "only a test of types expects an error" },
  { pattern: /\b(test|it|describe|suite)\.only\(/g, where: code, why: "the other tests would not run" },
  {
    pattern: /\bonly: true\b/g,
    where: (path) => path.endsWith(".test.ts"),
    why: "the other tests would not run",
  },
];

/** The files that name these words because they are about them. */
export const filesAboutWords: readonly string[] = ["tools/words.table.ts", "tools/test/check-words.test.ts"];
