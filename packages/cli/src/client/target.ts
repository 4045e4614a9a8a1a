import type { SigningCredentials } from "@portcullis/wire";

/** Whom a command calls, and as whom. */
export interface Target {
  readonly endpoint: URL;
  readonly region: string;
  readonly credentials: SigningCredentials;
}

export type Environment = { readonly [name: string]: string | undefined };

/** For those whose AWS CLI has the key from a profile. It takes the profile's name from the variable too. */
const fromProfile =
  "profiles are not read, so take the key out of yours, AWS_ACCESS_KEY_ID=$(aws configure get aws_access_key_id) and AWS_SECRET_ACCESS_KEY=$(aws configure get aws_secret_access_key)";

/**
 * The target that the variables of AWS's clients name. There is no default endpoint: nothing is ever sent to AWS. A
 * problem is one sentence, and repeats no value.
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
export function targetOf(env: Environment): Target | { readonly problem: string } {
  const first = (...names: readonly string[]) => names.map((name) => env[name]).find((text) => text);
  const endpoint = first("AWS_ENDPOINT_URL_PORTCULLIS", "AWS_ENDPOINT_URL");
  if (endpoint === undefined) return { problem: "AWS_ENDPOINT_URL is not set: it says where the server is." };
  const url = URL.parse(endpoint);
  if (
    url === null ||
    !["http:", "https:"].includes(url.protocol) ||
    url.search + url.hash + url.username !== ""
  ) {
    return { problem: "AWS_ENDPOINT_URL must be an http or https URL without credentials and query." };
  }
  const accessKeyId = first("AWS_ACCESS_KEY_ID");
  const secretAccessKey = first("AWS_SECRET_ACCESS_KEY");
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const problem = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set";
    return { problem: first("AWS_PROFILE") === undefined ? `${problem}.` : `${problem}: ${fromProfile}.` };
  }
  const region = first("AWS_REGION", "AWS_DEFAULT_REGION");
  if (region === undefined) return { problem: "AWS_REGION or AWS_DEFAULT_REGION must be set." };
  const sessionToken = first("AWS_SESSION_TOKEN");
  if (/[^!-~]/.test([accessKeyId, secretAccessKey, region, sessionToken].join(""))) {
    return { problem: "The key, its session token and the region must hold neither blanks nor line breaks." };
  }
  return { endpoint: url, region, credentials: { accessKeyId, secretAccessKey, sessionToken } };
}
