import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import {
  type OutboundIssuer,
  outboundKeysOf,
  publishedIssuer,
  publishedKeys,
  type RealmState,
} from "@portcullis/directory";
import { tokenAlgorithms } from "@portcullis/keys";
import { claimNames } from "@portcullis/services";
import { allowed } from "../freshness/stale-node.table.ts";
import type { Runtime } from "../runtime.ts";
import type { IssuerDocument, IssuerPath } from "./issuer-path.ts";

/**
 * Seconds for which a document may be kept by whoever reads it. A new key is published long before it signs.
 */
const KEPT = 300;

/**
 * Answers who asks an issuer for its keys, of which nothing has to be proved: from the installation's realm, which is
 * always in memory. false: there is no such issuer, or nobody may know of it; the request is one for a path at which
 * nothing is.
 *
 * That there is none is said of the newest state only: another node may have made it just now. However many ask, they
 * share the queries that they cause; where the database does not answer, nobody can say.
 */
export async function answerIssuer(
  runtime: Runtime,
  { id, document }: IssuerPath,
  response: ServerResponse,
): Promise<boolean> {
  const { follower, realms, clock, metrics } = runtime;
  const arrived = performance.now();
  const answer = (status: number, headers: OutgoingHttpHeaders, body = ""): true => {
    response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
    response.end(body);
    metrics.request("other", status, (performance.now() - arrived) / 1000);
    return true;
  };
  if (allowed[follower.freshness()].decide === "no") return false;
  const find = () => publishedIssuer(realms.installation(), id, clock.now());
  let issuer = find();
  if (issuer === undefined) {
    const confirmed = await follower.confirm([realms.installationRealm]);
    issuer = find();
    if (issuer === undefined && !confirmed)
      return answer(503, { "Cache-Control": "no-store", "Retry-After": "1" });
  }
  if (issuer === undefined) return false;
  const headers = {
    "Content-Type": "application/json",
    "Cache-Control": `public, max-age=${KEPT}`,
    "X-Content-Type-Options": "nosniff",
  };
  return answer(
    200,
    headers,
    JSON.stringify(documents[document](issuer, realms.installation(), clock.now())),
  );
}

type Document = (issuer: OutboundIssuer, installation: RealmState, now: number) => object;

/**
 * With the members that AWS gives.
 * Source: https://openid.net/specs/openid-connect-discovery-1_0.html, https://www.rfc-editor.org/rfc/rfc7517
 */
const documents: Readonly<Record<IssuerDocument, Document>> = {
  "openid-configuration": ({ url }) => ({
    issuer: url,
    jwks_uri: `${url}/.well-known/jwks.json`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: tokenAlgorithms,
    claims_supported: claimNames,
  }),
  "jwks.json": ({ id }, installation, now) => ({
    keys: publishedKeys(outboundKeysOf(installation, id), now).map((key) => ({
      ...key.publicKey,
      kid: key.id,
      alg: key.algorithm,
      use: "sig",
    })),
  }),
};
