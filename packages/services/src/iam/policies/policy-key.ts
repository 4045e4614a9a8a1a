import { foldName, parseArn, SEPARATOR } from "@portcullis/directory";

/**
 * Where a managed policy stands in a list by name. AWS's names are unique among themselves, and so are an account's;
 * a path, which can be long, does not go into markers.
 */
export function policyKey(name: string, arn: string): string {
  return foldName(name) + SEPARATOR + (parseArn(arn)?.account === "aws" ? "aws" : "own");
}
