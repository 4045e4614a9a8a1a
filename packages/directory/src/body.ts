import { type Body, type BodyFormats, type BodyTable, bodyFormats } from "./body-formats.table.ts";
import type { Entity, Kind } from "./entities.ts";

/** An entity as it is kept: JSON of it without its kind and id, and the number of its format. */
export interface KeptBody {
  readonly kind: string;
  readonly id: string;
  readonly v: number;
  readonly body: string;
}

/** What a table of formats reads and writes. */
export interface Bodies {
  writeBody(entity: Entity): KeptBody;
  /** Throws `UnreadableBody`: a node must not serve what it cannot read. */
  readBody(kept: KeptBody): Entity;
  /** The first of these that cannot be read, in words that follow "holds"; undefined: all can. */
  unreadable(held: Iterable<Pick<KeptBody, "kind" | "v">>): string | undefined;
}

/** A kept body is newer than this release, or damaged. The message says what it is, in words that follow "holds". */
export class UnreadableBody extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UnreadableBody";
  }
}

/** Bodies by a table of formats; that of this release is the one that everything but a test of formats uses. */
export function bodiesBy(table: BodyTable): Bodies {
  for (const [kind, formats] of Object.entries(table)) checkFormats(kind, formats);
  const formatsOf = new Map<string, BodyFormats>(Object.entries(table));

  function whyNot({ kind, v }: Pick<KeptBody, "kind" | "v">): string | undefined {
    const formats = formatsOf.get(kind);
    if (formats === undefined) return `entities of the kind ${kind}, which this version does not know`;
    const newest = newestOf(formats);
    if (v > newest) return `${formats.many} of format ${v} and this version reads up to ${newest}`;
    return v >= 1 ? undefined : `${formats.many} of format ${v}, which no version writes`;
  }

  return {
    writeBody(entity) {
      const { kind, id, ...rest } = entity;
      return { kind, id, ...oldestWritten(table[kind], rest) };
    },
    readBody(kept) {
      const why = whyNot(kept);
      if (why !== undefined) throw new UnreadableBody(why);
      const { kind, id, v } = kept;
      try {
        return { kind, id, ...newestBody(table[kind as Kind], v, bodyOf(kept.body)) } as Entity;
      } catch (cause) {
        throw new UnreadableBody(`a damaged ${kind}, ${id}`, { cause });
      }
    },
    unreadable(held) {
      for (const each of held) {
        const why = whyNot(each);
        if (why !== undefined) return why;
      }
      return undefined;
    },
  };
}

export const { readBody, writeBody, unreadable } = bodiesBy(bodyFormats);

/** The newest format of a kind that can be read. */
function newestOf({ steps }: BodyFormats): number {
  return 1 + steps.length;
}

function bodyOf(text: string): Body {
  const body: unknown = JSON.parse(text);
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Body;
  throw new SyntaxError("a body is an object");
}

function newestBody({ steps }: BodyFormats, v: number, body: Body): Body {
  let newer = body;
  for (let at = v - 1; at < steps.length; at += 1) newer = steps[at]!.forth(newer);
  return newer;
}

/** From the newest format back to the one that is written, or as far as the body can be held. */
function oldestWritten(formats: BodyFormats, newest: Body): Pick<KeptBody, "v" | "body"> {
  const { many, written, steps } = formats;
  if (written === 0) throw new Error(`this release reads ${many} and makes none`);
  let v = newestOf(formats);
  let body = newest;
  while (v > written) {
    const older = steps[v - 2]?.back?.(body);
    if (older === undefined) break;
    body = older;
    v -= 1;
  }
  return { v, body: JSON.stringify(body) };
}

function checkFormats(kind: string, formats: BodyFormats): void {
  const { written, steps } = formats;
  if (!Number.isSafeInteger(written) || written < 0 || written > newestOf(formats))
    throw new RangeError(`the format ${written} of the ${kind} is written and not read`);
  const lagging = steps.slice(Math.max(0, written - 1));
  if (lagging.some(({ back }) => back === undefined))
    throw new TypeError(
      `a step of the ${kind} leads past the format that is written, and there is no way back`,
    );
}
