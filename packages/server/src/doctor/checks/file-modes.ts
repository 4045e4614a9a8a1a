import { existsSync } from "node:fs";
import { directoryProblem } from "../../data-directory/directory-problem.ts";
import { readPrivateFile } from "../../data-directory/private-files.ts";
import type { Examination, Kept } from "../examination.ts";
import { type Finding, fail, ok, warn } from "../finding.ts";

/** Whether what is kept is this user's alone, by the rules that a start goes by. */
export function checkFileModes({ kept }: Examination): Finding {
  if (kept === undefined) return ok("An ephemeral server has no files.");
  const { path, files } = kept;
  const problem = directoryProblem(path) ?? passwordProblem(kept);
  if (problem !== undefined) return fail(problem);
  if (!existsSync(path)) return warn(`There is no data directory ${path} yet: the first start makes it.`);
  if (existsSync(files.rootCredentials))
    return warn(
      `The root credentials are in ${files.rootCredentials}: make an administrator and delete the file.`,
    );
  return ok(`${path} and everything in it can be reached by this user alone.`);
}

function passwordProblem({ mode: { database } }: Kept): string | undefined {
  for (const file of [database?.passwordFile, database?.retention?.passwordFile]) {
    if (file === undefined) continue;
    const read = readPrivateFile(file, "followed");
    if ("problem" in read) return read.problem;
    read.fill(0);
  }
  return undefined;
}
