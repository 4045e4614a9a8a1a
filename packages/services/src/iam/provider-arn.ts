import { isAccountNumber, parseArn } from "@portcullis/directory";
import type { Failure } from "../framework/api.ts";

export type ProviderType = "saml-provider" | "oidc-provider";

interface ProviderArn {
  readonly partition: string;
  readonly account: string;
  readonly type: ProviderType;
  /** Everything behind the type: a name, or the URL of an OpenID Connect provider with its slashes, the last one too. */
  readonly name: string;
}

/** The parts of an identity provider's ARN; undefined where it is none. */
export function parseProviderArn(text: string): ProviderArn | undefined {
  const parts = parseArn(text);
  if (parts?.service !== "iam" || parts.region !== "" || !isAccountNumber(parts.account)) return undefined;
  const slash = parts.resource.indexOf("/");
  const type = parts.resource.slice(0, slash);
  const name = parts.resource.slice(slash + 1);
  if ((type !== "saml-provider" && type !== "oidc-provider") || name === "") return undefined;
  return { partition: parts.partition, account: parts.account, type, name };
}

/** Why an ARN names no provider of this type whatever there is; undefined where it may. */
export function wrongProviderArn(text: string, type: ProviderType): Failure | undefined {
  if (parseArn(text) === undefined) {
    return { code: "ValidationError", message: "Invalid ARN:  Could not be parsed!" };
  }
  return parseProviderArn(text)?.type === type
    ? undefined
    : { code: "ValidationError", message: "Invalid resource type in ARN" };
}
