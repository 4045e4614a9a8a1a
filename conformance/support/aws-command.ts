import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");

/** A new machine's: nothing of AWS's is set but that answers are not shown page by page. @param home holds `.aws` */
export function newEnvironment(home: string): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  return { ...Object.fromEntries(kept), HOME: home, AWS_PAGER: "" };
}

/** Tells the command of this environment's home of the service `portcullis`, as docs/backup.md does. */
export async function learnOwnService(env: NodeJS.ProcessEnv): Promise<void> {
  const model = "file://packages/aws-model/models/portcullis.json";
  await run("aws", ["configure", "add-model", "--service-model", model], { env, cwd: root });
}

/** The first minor version of each major one that will do. */
type Versions = readonly [one: number, two: number];

/** An older command does not read AWS_ENDPOINT_URL, and would call AWS. */
const toAnyEndpoint: Versions = [29, 13];

/**
 * Why the AWS CLI cannot be used here; undefined: it can. The SDK tours an account in any case, in tour.test.ts.
 * @param least no older ones than read AWS_ENDPOINT_URL
 */
export async function whyNoAws(
  env: NodeJS.ProcessEnv,
  [one, two] = toAnyEndpoint,
): Promise<string | undefined> {
  const { stdout = "", stderr = "" } = await run("aws", ["--version"], { env }).catch((error) => error);
  const [, major = 0, minor = 0] = /^aws-cli\/(\d+)\.(\d+)/m.exec(`${stdout}\n${stderr}`) ?? [];
  const enough = Number(major) === 1 ? Number(minor) >= one : Number(major) > 1 && Number(minor) >= two;
  return enough ? undefined : `this machine has no aws command from 1.${one} or 2.${two}`;
}
