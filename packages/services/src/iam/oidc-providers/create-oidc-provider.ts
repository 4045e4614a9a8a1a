import { isOwnIssuer, type OidcProvider } from "@portcullis/directory";
import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { readTags, wireTags } from "../tags.ts";
import { findNewOidcProvider } from "./find-oidc-provider.ts";
import { readNewIssuerUrl } from "./issuer-url.ts";
import { readThumbprints } from "./thumbprints.ts";

/**
 * Where a request has no thumbprint, AWS fetches the provider's certificate and keeps that one's. Nothing is fetched
 * here, so none is kept, and answers say so: such a provider is trusted by certificate authorities alone.
 *
 * An issuer of outbound tokens is no provider, since those "cannot be used for OpenID Connect (OIDC) federation into AWS"
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_getting_started.html). Another name of
 * this server may hide one, so that whoever takes a token looks at the key that signed it as well.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export const createOidcProvider = operation("iam:CreateOpenIDConnectProvider", {
  find: (call) => ({ provider: findNewOidcProvider(call, readNewIssuerUrl(call.input.Url)) }),
  run(call) {
    const { input, entities, found, home } = call;
    const issuer = readNewIssuerUrl(input.Url);
    if (isFailure(issuer)) return { kind: "failed", failure: issuer };
    if (isOwnIssuer(call.world.installation, issuer.url)) {
      return call.fail(
        "InvalidInput",
        "Tokens of outbound identity federation cannot be used for OpenID Connect federation.",
      );
    }
    const thumbprints = readThumbprints(input.ThumbprintList ?? []);
    if (isFailure(thumbprints)) return { kind: "failed", failure: thumbprints };
    const tags = readTags("oidc-provider", input.Tags);
    if (isFailure(tags)) return { kind: "failed", failure: tags };
    if (entities.provider !== undefined) {
      return call.fail("EntityAlreadyExists", `Provider with url ${input.Url} already exists.`);
    }
    const clientIds = [...new Set(input.ClientIDList)];
    const refused =
      overQuota(call.home, "clientIdsPerOidcProvider", clientIds.length) ??
      overQuota(call.home, "oidcProviders", home.byId["oidc-provider"].size + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const provider: OidcProvider = {
      kind: "oidc-provider",
      ...issuer,
      created: call.now,
      clientIds,
      thumbprints,
      tags,
    };
    return done(
      { put: [provider] },
      {
        OpenIDConnectProviderArn: found.provider.arn,
        ...(tags.length === 0 ? {} : { Tags: wireTags(tags) }),
      },
    );
  },
});
