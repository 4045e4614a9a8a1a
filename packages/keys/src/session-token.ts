import { accountOfAccessKeyId } from "@portcullis/directory";
import type { KeyRing } from "./key-ring.ts";
import { longestToken, packedSize } from "./packed-size.ts";
import { openWithSecret, sealingOverhead, sealWithSecret } from "./seal.ts";
import { type Secret, secretOfText } from "./secret.ts";
import { secretAccessKeyOf } from "./secret-access-key.ts";
import { longestSession, type Session } from "./session.ts";
import { readSession, writeSession } from "./session-record.ts";
import { bytesOfText } from "./text-form.ts";

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
}

export type IssuedSession =
  | { readonly ok: true; readonly credentials: TemporaryCredentials }
  /** `percent` of the allotted space, more than 100: PackedPolicyTooLarge. */
  | { readonly ok: false; readonly code: "too-large"; readonly percent: number };

/** A session that its token gave, and the secret by which its holder signs. Not yet a reason to trust the request. */
export interface OpenedSession {
  readonly session: Session;
  readonly secretAccessKey: Secret;
}

/**
 * Makes the credentials of a session. Nothing is kept: the token holds the session, sealed, and the secret access key
 * follows from the token's own key. Two calls with the same session give two tokens and two secrets.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
 */
export function issueSession(ring: KeyRing, session: Session): IssuedSession {
  const place = placeOf(session.accessKeyId);
  if (place === undefined || place.account !== session.account) {
    throw new Error("the access key id of a session spells its account");
  }
  const life = session.expires - session.issued;
  if (!(life > 0 && life <= longestSession)) throw new RangeError("a session lives between 0 and 36 hours");
  const packed = packedSize(session);
  if (packed > 100) return { ok: false, code: "too-large", percent: packed };
  const record = writeSession(session);
  if (record.length > recordSpace) {
    return { ok: false, code: "too-large", percent: Math.ceil((record.length * 100) / recordSpace) };
  }
  const { sealed, secret } = sealWithSecret(ring, "session", place.realm, [session.accessKeyId], record);
  return {
    ok: true,
    credentials: {
      accessKeyId: session.accessKeyId,
      secretAccessKey: secretOfText(secretAccessKeyOf(secret)),
      sessionToken: secretOfText(Buffer.from(sealed).toString("base64url")),
    },
  };
}

/**
 * The session of a token that came with this access key id. undefined: we did not issue the one for the other, or
 * the token was changed. Whether the session still counts is for its user to check, on every use: see `Session`.
 */
export function openSession(
  ring: KeyRing,
  sessionToken: string,
  accessKeyId: string,
): OpenedSession | undefined {
  if (sessionToken.length > longestToken) return undefined;
  const place = placeOf(accessKeyId);
  if (place === undefined) return undefined;
  const sealed = bytesOfText(sessionToken, "base64url");
  if (sealed === undefined) return undefined;
  const opened = openWithSecret(ring, "session", place.realm, [accessKeyId], sealed);
  if (opened === undefined) return undefined;
  const session = readSession(opened.bytes, { accessKeyId, account: place.account });
  if (session === undefined) return undefined;
  return { session, secretAccessKey: secretOfText(secretAccessKeyOf(opened.secret)) };
}

/** Bytes of a token that are left for the record. */
const recordSpace = (longestToken / 4) * 3 - sealingOverhead;

/** Sessions are bound to the account that their access key id spells; ids of long-term keys have none. */
function placeOf(accessKeyId: string): { readonly account: string; readonly realm: string } | undefined {
  if (!accessKeyId.startsWith("ASIA")) return undefined;
  const account = accountOfAccessKeyId(accessKeyId);
  return account === undefined ? undefined : { account, realm: `account/${account}` };
}
