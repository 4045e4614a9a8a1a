import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Why the AWS CLI cannot be used here; undefined: it can. An older command does not read AWS_ENDPOINT_URL, and would
 * call AWS. The SDK tours an account in any case, in tour.test.ts.
 */
export async function whyNoAws(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { stdout = "", stderr = "" } = await run("aws", ["--version"], { env }).catch((error) => error);
  const [, major = 0, minor = 0] = /^aws-cli\/(\d+)\.(\d+)/m.exec(`${stdout}\n${stderr}`) ?? [];
  const enough = Number(major) === 1 ? Number(minor) >= 29 : Number(major) > 1 && Number(minor) >= 13;
  return enough ? undefined : "this machine has no aws command from 1.29 or 2.13";
}
