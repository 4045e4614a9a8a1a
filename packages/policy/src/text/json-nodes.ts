/** The tree of a JSON text, with offsets (UTF-16 units, 0-based, `end` exclusive) into the text it came from. */

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface JsonString extends Span {
  readonly kind: "string";
  readonly value: string;
}

/** A number keeps its digits: `1.10` and `12345678901234567890` must not pass through a float. */
export interface JsonNumber extends Span {
  readonly kind: "number";
  readonly digits: string;
}

export interface JsonBoolean extends Span {
  readonly kind: "boolean";
  readonly value: boolean;
}

export interface JsonNull extends Span {
  readonly kind: "null";
}

export interface JsonArray extends Span {
  readonly kind: "array";
  readonly items: readonly JsonNode[];
}

/** Members in the order of the text. A list, so that no name (`__proto__`) can reach a prototype. */
export interface JsonObject extends Span {
  readonly kind: "object";
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: JsonString;
  readonly value: JsonNode;
}

export type JsonNode = JsonString | JsonNumber | JsonBoolean | JsonNull | JsonArray | JsonObject;

export type JsonResult =
  | { readonly ok: true; readonly root: JsonNode }
  | { readonly ok: false; readonly offset: number; readonly problem: string };
