import type { SessionFacts } from "@portcullis/directory";
import { type ByteReader, readRecord } from "./byte-reader.ts";
import { type ByteWriter, byteWriter } from "./byte-writer.ts";
import type { Issuer, Session } from "./session.ts";

/** The form of the record; another one is not read. */
const version = 1;

/** By position: add at the end, never move. */
const kinds: readonly SessionFacts["kind"][] = [
  "assumed-role",
  "user-session",
  "root-session",
  "federated-user",
];
const issuers: readonly Issuer["kind"][] = ["key", "session", "federation"];

/** What the token's seal says already, so that the record need not. */
type Sealed = "accessKeyId" | "account";

/** The session as a token carries it, without the access key id and the account that the token is bound to. */
export function writeSession(session: Omit<Session, Sealed>): Uint8Array {
  const writer = byteWriter();
  writer.number(version);
  writer.number(kinds.indexOf(session.kind));
  writer.text(session.principalId);
  writer.text(session.name);
  writer.number(session.issued);
  writer.number(session.expires - session.issued);
  writer.optional(session.mfaAt, writer.number);
  writer.optional(session.policy, writer.text);
  writer.list(session.policyArns, writer.text);
  writer.list(session.tags, (tag) => {
    writer.text(tag.key);
    writer.text(tag.value);
  });
  // A key that a tag spells takes one byte: so the space for tags bounds the space for these, too.
  writer.list(session.transitiveTagKeys, (key) => {
    const tag = session.tags.findIndex((each) => each.key === key);
    writer.number(tag + 1);
    if (tag < 0) writer.text(key);
  });
  writer.optional(session.sourceIdentity, writer.text);
  writer.number(
    (session.chained ? 1 : 0) + (session.stale ? 2 : 0) + (session.delegate === undefined ? 0 : 4),
  );
  writeIssuer(writer, session.issuer);
  writer.text(session.incarnation);
  writer.text(session.region);
  // A reader that does not know it does not know the flag either, and reads nothing of such a session.
  if (session.delegate !== undefined) writer.text(session.delegate);
  return writer.bytes();
}

/** undefined: the bytes are no session of a form that this version reads. */
export function readSession(bytes: Uint8Array, sealed: Pick<Session, Sealed>): Session | undefined {
  return readRecord(bytes, (reader) => read(reader, sealed));
}

function read(reader: ByteReader, sealed: Pick<Session, Sealed>): Session {
  if (reader.number() !== version) throw new RangeError("another version");
  const kind = oneOf(kinds, reader);
  const principalId = reader.text();
  const name = reader.text();
  const issued = reader.number();
  const expires = issued + reader.number();
  const mfaAt = reader.optional(reader.number);
  const policy = reader.optional(reader.text);
  const policyArns = reader.list(reader.text);
  const tags = reader.list(() => ({ key: reader.text(), value: reader.text() }));
  const transitiveTagKeys = reader.list(() => {
    const tag = reader.number();
    return tag === 0 ? reader.text() : element(tags, tag - 1).key;
  });
  const sourceIdentity = reader.optional(reader.text);
  const flags = element([0, 1, 2, 3, 4, 5, 6, 7], reader.number());
  const issuer = readIssuer(reader);
  const incarnation = reader.text();
  const region = reader.text();
  const delegate = (flags & 4) === 0 ? undefined : reader.text();
  return {
    accessKeyId: sealed.accessKeyId,
    account: sealed.account,
    kind,
    principalId,
    name,
    issued,
    expires,
    mfaAt,
    policy,
    policyArns,
    tags,
    transitiveTagKeys,
    sourceIdentity,
    chained: (flags & 1) !== 0,
    delegate,
    stale: (flags & 2) !== 0,
    issuer,
    incarnation,
    region,
  };
}

function writeIssuer(writer: ByteWriter, issuer: Issuer): void {
  writer.number(issuers.indexOf(issuer.kind));
  if (issuer.kind === "federation") return;
  writer.text(issuer.accessKeyId);
  if (issuer.kind === "key") return;
  writer.text(issuer.principalId);
  writer.number(issuer.issued);
  writer.number(issuer.expires);
}

function readIssuer(reader: ByteReader): Issuer {
  const kind = oneOf(issuers, reader);
  if (kind === "federation") return { kind };
  const accessKeyId = reader.text();
  if (kind === "key") return { kind, accessKeyId };
  return { kind, accessKeyId, principalId: reader.text(), issued: reader.number(), expires: reader.number() };
}

function oneOf<T>(values: readonly T[], reader: ByteReader): T {
  return element(values, reader.number());
}

function element<T>(values: readonly T[], at: number): T {
  const value = values[at];
  if (value === undefined) throw new RangeError("out of range");
  return value;
}
