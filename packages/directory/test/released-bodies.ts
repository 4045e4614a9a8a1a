/** Bodies as releases wrote them, and what each must read as. One line of JSON each, in the same order. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Entity, type KeptBody, writeBody } from "@portcullis/directory";
import { releasedSamples } from "./released-samples.ts";

const folder = join(import.meta.dirname, "fixtures/bodies");

export interface ReleasedBodies {
  readonly bodies: readonly KeptBody[];
  /** In the shape that the present code works on. */
  readonly entities: readonly Entity[];
}

/** What stays as that release wrote it. */
export const bodiesFile = (release: string) => join(folder, `${release}.jsonl`);
/** What it means now: whoever adds a step changes it by hand, and a reviewer reads the difference. */
const entitiesFile = (release: string) => join(folder, `${release}.entities.jsonl`);

export function bodiesOfThisRelease(): readonly KeptBody[] {
  return releasedSamples.map((entity) => writeBody(entity));
}

export function keepBodies(release: string): void {
  writeFileSync(bodiesFile(release), linesOf(bodiesOfThisRelease()));
  writeFileSync(entitiesFile(release), linesOf(releasedSamples));
}

/** undefined: that release kept none. */
export function releasedBodies(release: string): ReleasedBodies | undefined {
  if (!existsSync(bodiesFile(release))) return undefined;
  return { bodies: readLines(bodiesFile(release)), entities: readLines(entitiesFile(release)) };
}

function linesOf(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

function readLines<T>(file: string): readonly T[] {
  // By line feed alone: a body may hold other characters that end a line elsewhere.
  return readFileSync(file, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
