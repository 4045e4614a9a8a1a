import { createSamlProvider } from "./create-saml-provider.ts";
import { deleteSamlProvider } from "./delete-saml-provider.ts";
import { getSamlProvider } from "./get-saml-provider.ts";
import { listSamlProviderTags } from "./list-saml-provider-tags.ts";
import { listSamlProviders } from "./list-saml-providers.ts";
import { tagSamlProvider } from "./tag-saml-provider.ts";
import { untagSamlProvider } from "./untag-saml-provider.ts";
import { updateSamlProvider } from "./update-saml-provider.ts";

export const samlProviders = {
  CreateSAMLProvider: createSamlProvider,
  DeleteSAMLProvider: deleteSamlProvider,
  GetSAMLProvider: getSamlProvider,
  ListSAMLProviderTags: listSamlProviderTags,
  ListSAMLProviders: listSamlProviders,
  TagSAMLProvider: tagSamlProvider,
  UntagSAMLProvider: untagSamlProvider,
  UpdateSAMLProvider: updateSamlProvider,
} as const;
