/** Vault and markers as the process gives them, over real keys. */
import { actorId, type Caller, newAccessKeyId } from "@portcullis/directory";
import {
  createKeys,
  hashField,
  issueSession,
  type KeyRing,
  memoryMasterKey,
  openExchangeToken,
  openField,
  openKeyRing,
  openMarker,
  packedSize,
  revealText,
  sealExchangeToken,
  sealField,
  sealMarker,
  secretOfText,
} from "@portcullis/keys";
import type { Markers, Vault } from "@portcullis/services";

const deploymentId = "services under test";

async function newRing(): Promise<KeyRing> {
  const masterKey = memoryMasterKey();
  const opened = await openKeyRing({
    deploymentId,
    masterKey,
    ...(await createKeys(masterKey, deploymentId, 0)),
  });
  if (!opened.ok) throw new Error(opened.message);
  return opened.ring;
}

export const ring = await newRing();

const realmOf = (account: string | undefined): string =>
  account === undefined ? "installation" : `account/${account}`;

export function vaultOf(account: string): Vault {
  return {
    seal: ({ account, ...place }, secret) =>
      sealField(ring, { realm: realmOf(account), ...place }, secretOfText(secret)),
    hash: ({ account, ...place }, secret) =>
      hashField({ realm: realmOf(account), ...place }, secretOfText(secret)),
    open({ account, ...place }, sealed) {
      const opened = openField(ring, { realm: realmOf(account), ...place }, sealed);
      if (opened === undefined) throw new Error("what was sealed does not open");
      return revealText(opened);
    },
    sealExchangeToken: (token) => sealExchangeToken(ring, account, token),
    openExchangeToken: (text) => openExchangeToken(ring, account, text),
    packedSize: (facts) => packedSize(facts),
    issue(facts, random) {
      const accessKeyId = newAccessKeyId("ASIA", facts.account, random);
      const issued = issueSession(ring, {
        ...facts,
        accessKeyId,
        issuer: { kind: "federation" },
        stale: false,
        incarnation: "1",
        region: "us-east-1",
      });
      if (!issued.ok) return { oversize: issued.percent };
      const { credentials } = issued;
      return {
        credentials: {
          accessKeyId,
          secretAccessKey: revealText(credentials.secretAccessKey),
          sessionToken: revealText(credentials.sessionToken),
        },
        expires: facts.expires,
      };
    },
  };
}

const paging: ReadonlySet<string> = new Set(["Marker", "MaxItems", "NextToken", "MaxResults"]);

export function markersOf(
  caller: Caller,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  now: number,
): Markers {
  const place = {
    account: caller.account,
    principal: actorId(caller),
    operation,
    filter: JSON.stringify(Object.entries(input).filter(([name]) => !paging.has(name))),
  };
  return {
    seal: (lastKey) => sealMarker(ring, place, lastKey, now),
    open: (marker) => openMarker(ring, place, marker, now),
  };
}
