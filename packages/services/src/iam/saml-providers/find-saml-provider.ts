import { foldName, iamArn, type SamlProvider } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing, Perhaps } from "../../framework/found.ts";
import { parseProviderArn, wrongProviderArn } from "../provider-arn.ts";
import { resourceBase } from "../resource-base.ts";

type AnyCall = Call<OperationId>;

/** Found by its ARN alone, spelled as it is: what permission is asked for is what is acted on. */
export function findSamlProvider(call: AnyCall, arn: string): Existing<SamlProvider> {
  const parts = parseProviderArn(arn);
  const own = parts?.account === call.account && parts.partition === call.world.partition;
  const named = own ? call.home.indexes.samlProvidersByName.get(foldName(parts.name)) : undefined;
  const entity = named?.name === parts?.name ? named : undefined;
  return {
    ...resourceBase("saml-provider", arn, parts?.account),
    entity,
    tags: entity?.tags,
    invalid: wrongProviderArn(arn, "saml-provider"),
    expect: "existing",
    missing: { code: "NoSuchEntity", message: `Manifest not found for arn ${arn}` },
  };
}

/** The provider that a request makes; its entity is what already has the name. */
export function findNewSamlProvider(call: AnyCall, name: string): Perhaps<SamlProvider> {
  return {
    ...resourceBase("saml-provider", samlProviderArn(call, name), call.account),
    entity: call.home.indexes.samlProvidersByName.get(foldName(name)),
    tags: undefined,
    expect: "perhaps",
  };
}

export function samlProviderArn(call: AnyCall, name: string): string {
  return iamArn(call.world.partition, call.account, "saml-provider", "/", name);
}
