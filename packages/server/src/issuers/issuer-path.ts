import type { IncomingMessage } from "node:http";
import { ISSUERS } from "./issuers-of.ts";

export type IssuerDocument = "openid-configuration" | "jwks.json";

export interface IssuerPath {
  /** What may be the id of an issuer. */
  readonly id: string;
  readonly document: IssuerDocument;
}

/** A UUID and one of two names: linear, and nothing else is looked at. */
const FORM =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/\.well-known\/(openid-configuration|jwks\.json)(?:\?|$)/;

/** What a request asks of an issuer; undefined: it asks for something else. */
export function issuerPath(basePath: string, { method, url = "" }: IncomingMessage): IssuerPath | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const below = `${basePath}/${ISSUERS}/`;
  if (!url.startsWith(below)) return undefined;
  const [, id, document] = FORM.exec(url.slice(below.length)) ?? [];
  return id === undefined ? undefined : { id, document: document as IssuerDocument };
}
