import { addClientIdToOidcProvider } from "./add-client-id-to-oidc-provider.ts";
import { createOidcProvider } from "./create-oidc-provider.ts";
import { deleteOidcProvider } from "./delete-oidc-provider.ts";
import { getOidcProvider } from "./get-oidc-provider.ts";
import { listOidcProviderTags } from "./list-oidc-provider-tags.ts";
import { listOidcProviders } from "./list-oidc-providers.ts";
import { removeClientIdFromOidcProvider } from "./remove-client-id-from-oidc-provider.ts";
import { tagOidcProvider } from "./tag-oidc-provider.ts";
import { untagOidcProvider } from "./untag-oidc-provider.ts";
import { updateOidcProviderThumbprint } from "./update-oidc-provider-thumbprint.ts";

export const oidcProviders = {
  AddClientIDToOpenIDConnectProvider: addClientIdToOidcProvider,
  CreateOpenIDConnectProvider: createOidcProvider,
  DeleteOpenIDConnectProvider: deleteOidcProvider,
  GetOpenIDConnectProvider: getOidcProvider,
  ListOpenIDConnectProviderTags: listOidcProviderTags,
  ListOpenIDConnectProviders: listOidcProviders,
  RemoveClientIDFromOpenIDConnectProvider: removeClientIdFromOidcProvider,
  TagOpenIDConnectProvider: tagOidcProvider,
  UntagOpenIDConnectProvider: untagOidcProvider,
  UpdateOpenIDConnectProviderThumbprint: updateOidcProviderThumbprint,
} as const;
