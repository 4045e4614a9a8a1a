import { newAccessKeyId } from "@portcullis/directory";
import {
  hashField,
  type Issuer,
  issueSession,
  openExchangeToken,
  openField,
  packedSize,
  revealText,
  sealExchangeToken,
  sealField,
  secretOfText,
} from "@portcullis/keys";
import type { Vault } from "@portcullis/services";
import type { Credential } from "./credentials.ts";
import { type Freshness, LONGEST_STALE_SESSION } from "./freshness/stale-node.table.ts";
import { accountRealm, INSTALLATION } from "./realms/realm-names.ts";
import type { Runtime } from "./runtime.ts";

/** What operations may do with secrets, for one proved call. */
export function vaultOf(
  runtime: Runtime,
  credential: Credential,
  region: string,
  freshness: Freshness,
): Vault {
  const stale = freshness !== "fresh";
  return {
    seal: ({ account, ...place }, secret) =>
      sealField(runtime.ring, { realm: realmOf(account), ...place }, secretOfText(secret)),
    hash: ({ account, ...place }, secret) =>
      hashField({ realm: realmOf(account), ...place }, secretOfText(secret)),
    open({ account, ...place }, sealed) {
      const opened = openField(runtime.ring, { realm: realmOf(account), ...place }, sealed);
      if (opened === undefined) throw new Error(`the ${place.field} of the ${place.kind} does not open`);
      return revealText(opened);
    },
    sealExchangeToken: (token) => sealExchangeToken(runtime.ring, credential.account, token),
    openExchangeToken: (text) => openExchangeToken(runtime.ring, credential.account, text),
    packedSize: (facts) => packedSize(facts),
    issue(facts, random) {
      const accessKeyId = newAccessKeyId("ASIA", facts.account, random);
      const expires = stale
        ? Math.min(facts.expires, runtime.clock.now() + longestStaleSession(runtime.follower))
        : facts.expires;
      const issued = issueSession(runtime.ring, {
        ...facts,
        expires,
        accessKeyId,
        issuer: issuerOf(credential),
        stale,
        incarnation: runtime.incarnation,
        region,
      });
      if (!issued.ok) return { oversize: issued.percent };
      return {
        credentials: {
          accessKeyId,
          secretAccessKey: revealText(issued.credentials.secretAccessKey),
          sessionToken: revealText(issued.credentials.sessionToken),
        },
        expires,
      };
    },
  };
}

function realmOf(account: string | undefined): string {
  return account === undefined ? INSTALLATION : accountRealm(account);
}

function longestStaleSession({ mostStaleness }: Runtime["follower"]): number {
  return Math.min(LONGEST_STALE_SESSION, mostStaleness);
}

function issuerOf({ opened, accessKeyId }: Credential): Issuer {
  if (opened === undefined) return { kind: "key", accessKeyId };
  const { principalId, issued, expires } = opened.session;
  return { kind: "session", accessKeyId, principalId, issued, expires };
}
