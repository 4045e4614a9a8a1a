import {
  isPublished,
  type OutboundKey,
  outboundIssuerOf,
  outboundKeysOf,
  outboundSecretOf,
} from "@portcullis/directory";
import type { NewOutboundKey } from "@portcullis/keys";
import { type Failure, throttled } from "../../framework/api.ts";
import { type Call, done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { newUuid } from "../../framework/uuid.ts";

type EnableCall = Call<"iam:EnableOutboundWebIdentityFederation">;

/**
 * An account that had the feature before gets its issuer again; and its keys, as long as they are published.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOutboundWebIdentityFederation.html
 */
export const enableOutboundWebIdentityFederation = operation("iam:EnableOutboundWebIdentityFederation", {
  changes: "installation",
  async prepare(call, { outbound }) {
    const needed = call.world.issuers !== undefined && keptKeys(call) === undefined;
    return needed ? outbound.makeKeys(call.account) : undefined;
  },
  run(call) {
    const { world, account, now, prepared } = call;
    const before = outboundIssuerOf(world.installation, account);
    if (before !== undefined && before.disabled === undefined) {
      return call.fail(
        "FeatureEnabled",
        `Outbound identity federation is already enabled for account ${account}`,
      );
    }
    if (world.issuers === undefined) return { kind: "failed", failure: noIssuers };
    const kept = keptKeys(call);
    if (kept === undefined && (prepared === undefined || prepared === "busy")) {
      return { kind: "failed", failure: throttled };
    }
    const id = before?.id ?? newUuid(call.draw.bytes);
    const url = `${world.issuers}/${id}`;
    const created = before?.created ?? now;
    const made = kept === undefined ? newKeys(call, id, prepared as readonly NewOutboundKey[]) : [];
    return done(
      {
        put: [{ kind: "outbound-issuer", id, account, created, url }, ...made],
        remove: kept === undefined ? outboundKeysOf(world.installation, id) : [],
      },
      { IssuerIdentifier: url },
    );
  },
});

/** In the words in which this server says what it does not offer. */
const noIssuers: Failure = {
  code: "NotImplemented",
  message:
    "iam:EnableOutboundWebIdentityFederation is not offered by this server: it has no public HTTPS URL at which others could read the keys of an issuer. Its operator gives it one with --public-url.",
  status: 501,
};

/** The keys that go on to sign; undefined: new ones are needed. */
function keptKeys({ world, account, now }: Omit<EnableCall, "home">): readonly OutboundKey[] | undefined {
  const issuer = outboundIssuerOf(world.installation, account);
  if (issuer === undefined || !isPublished(issuer, now)) return undefined;
  const keys = outboundKeysOf(world.installation, issuer.id);
  // A node whose clock is ahead may have taken them away already.
  return keys.length === 0 ? undefined : keys;
}

function newKeys(
  { vault, now }: EnableCall,
  issuer: string,
  made: readonly NewOutboundKey[],
): readonly OutboundKey[] {
  return made.map(({ algorithm, id, publicKey, privateKey }) => ({
    kind: "outbound-key",
    id,
    issuer,
    algorithm,
    created: now,
    signsFrom: now,
    publicKey,
    secret: vault.seal({ account: undefined, ...outboundSecretOf(id) }, privateKey),
  }));
}
