import type { Operation } from "@portcullis/aws-model";
import type { Caller } from "@portcullis/directory";
import type { Use, UseKind } from "@portcullis/services";

/**
 * Notes what a call shows of its caller. What is new is left out where there is no room for it. Costs a few look-ups, and
 * no allocation where the same was noted before.
 * @param service a prefix of actions
 * @param operation undefined: the call named none that there is
 * @param time epoch milliseconds
 */
export type NoteUse = (
  caller: Caller,
  service: string,
  operation: Operation | undefined,
  time: number,
  region: string,
) => void;

/** A batch of uses, by account. */
export interface NotedUses {
  readonly note: NoteUse;
  /** Different things that were noted. */
  size(): number;
  /** All of an account, or those by one alone. */
  of(account: string, kind: UseKind, who?: string): Generator<Use>;
  accounts(): Iterable<string>;
}

/** The last of many uses: written over by each. */
interface Mark {
  time: number;
  region: string;
  service: string;
}

interface OfAccount {
  /** By id. */
  readonly keys: Map<string, Mark>;
  /** By unique id, then by operation; calls of none that there is stand under their service. */
  readonly principals: Map<string, Map<Operation | string, Mark>>;
}

/** @param most different things that are noted */
export function notedUses(most: number): NotedUses {
  const accounts = new Map<string, OfAccount>();
  let size = 0;

  function mark<K>(marks: Map<K, Mark>, key: K, service: string, time: number, region: string): void {
    const known = marks.get(key);
    if (known !== undefined) {
      if (time < known.time) return;
      known.time = time;
      known.region = region;
      known.service = service;
    } else if (size < most) {
      size++;
      marks.set(key, { time, region, service });
    }
  }

  return {
    note(caller, service, operation, time, region) {
      let uses = accounts.get(caller.account);
      if (uses === undefined) {
        if (size >= most) return;
        uses = { keys: new Map(), principals: new Map() };
        accounts.set(caller.account, uses);
      }
      if (caller.session === undefined) mark(uses.keys, caller.accessKeyId, service, time, region);
      const principal = caller.user ?? caller.role;
      if (principal === undefined) return;
      let marks = uses.principals.get(principal.id);
      if (marks === undefined) {
        if (size >= most) return;
        marks = new Map();
        uses.principals.set(principal.id, marks);
      }
      mark(marks, operation ?? service, service, time, region);
    },
    size: () => size,
    accounts: () => accounts.keys(),
    *of(account, kind, who) {
      const uses = accounts.get(account);
      if (uses === undefined) return;
      if (kind === "access-key") {
        for (const [id, used] of chosen(uses.keys, who)) yield { who: id, action: "", ...used };
        return;
      }
      for (const [id, marks] of chosen(uses.principals, who))
        yield* kind === "action" ? actions(id, marks) : services(id, marks);
    },
  };
}

function chosen<V>(map: ReadonlyMap<string, V>, key: string | undefined): Iterable<readonly [string, V]> {
  if (key === undefined) return map;
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}

function* actions(who: string, marks: ReadonlyMap<Operation | string, Mark>): Generator<Use> {
  for (const [what, used] of marks) if (typeof what !== "string") yield { who, action: what.name, ...used };
}

/** A service was used when the last of its actions was. */
function* services(who: string, marks: ReadonlyMap<Operation | string, Mark>): Generator<Use> {
  const last = new Map<string, Mark>();
  for (const used of marks.values()) {
    const known = last.get(used.service);
    if (known === undefined || used.time > known.time) last.set(used.service, used);
  }
  for (const used of last.values()) yield { who, action: "", ...used };
}
