import { iamArn, type OidcProvider } from "@portcullis/directory";
import { type Failure, isFailure, type OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing, Perhaps } from "../../framework/found.ts";
import { parseProviderArn, wrongProviderArn } from "../provider-arn.ts";
import { resourceBase } from "../resource-base.ts";
import { type IssuerUrl, readIssuerUrl } from "./issuer-url.ts";

type AnyCall = Call<OperationId>;

/** What AWS says of a provider that is not there: one way where it is read or tagged, another where it is changed. */
export const missingOidcProvider = {
  toRead: (arn: string) => `OpenIDConnect Provider not found for arn ${arn}`,
  toChange: (arn: string) => `OpenId connect Provider ${arn} cannot be found.`,
} as const;

/** Found by its ARN alone, spelled as it is: what permission is asked for is what is acted on. */
export function findOidcProvider(
  call: AnyCall,
  arn: string,
  missing: string = missingOidcProvider.toRead(arn),
): Existing<OidcProvider> {
  const parts = parseProviderArn(arn);
  const own = parts?.account === call.account && parts.partition === call.world.partition;
  const entity = own ? providerOf(call, parts.name) : undefined;
  return {
    ...resourceBase("oidc-provider", arn, parts?.account),
    entity,
    tags: entity?.tags,
    invalid: wrongProviderArn(arn, "oidc-provider"),
    expect: "existing",
    missing: { code: "NoSuchEntity", message: missing },
  };
}

function providerOf(call: AnyCall, url: string): OidcProvider | undefined {
  const read = readIssuerUrl(`https://${url}`);
  if (isFailure(read)) return undefined;
  const provider = call.home.byId["oidc-provider"].get(read.id);
  return provider?.url === url ? provider : undefined;
}

/** The provider that a request makes; its entity is what already has the URL. */
export function findNewOidcProvider(call: AnyCall, read: IssuerUrl | Failure): Perhaps<OidcProvider> {
  const invalid = isFailure(read) ? read : undefined;
  return {
    ...resourceBase("oidc-provider", isFailure(read) ? "*" : oidcProviderArn(call, read.url), call.account),
    entity: isFailure(read) ? undefined : call.home.byId["oidc-provider"].get(read.id),
    tags: undefined,
    invalid,
    expect: "perhaps",
  };
}

export function oidcProviderArn(call: AnyCall, url: string): string {
  return iamArn(call.world.partition, call.account, "oidc-provider", "/", url);
}
