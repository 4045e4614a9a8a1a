import { isAccountNumber, parseArn } from "@portcullis/directory";
import {
  contextKeysOf,
  isUnderstood,
  type Layers,
  type PolicySet,
  type Request,
  type SourceDocument,
} from "@portcullis/policy";
import type { Failure } from "../../framework/api.ts";
import type { Entries } from "./context-entries.ts";
import { delegation } from "./resource-policy.ts";
import type { SimulatedCaller } from "./simulated-caller.ts";

/** What is simulated: the policies of one caller, on resources of one owner. */
export interface Parts {
  readonly identity: readonly PolicySet[];
  readonly boundary: PolicySet | undefined;
  readonly resource: PolicySet | undefined;
  readonly scps: Layers["scps"];
  readonly caller: SimulatedCaller;
  readonly entries: Entries;
  /** The account that was given for resources whose ARN names none. */
  readonly owner: string | undefined;
  /** What a result calls the policies, where that is not by their name: an inline policy by each who has it. */
  readonly ids: ReadonlyMap<SourceDocument, readonly string[]>;
}

/** A simulation, ready for any action and resource. */
export interface Simulation extends Parts {
  readonly layersFor: (resource: string) => Layers;
  readonly requestFor: (action: string, resource: string) => Request;
  /** Every set that a statement may come from. */
  readonly sets: readonly PolicySet[];
  /** Keys that the policies ask for and that the request does not give, as they spell them. */
  readonly missing: { readonly ofOrganization: readonly string[]; readonly ofOthers: readonly string[] };
}

/**
 * A question of one action on one resource is asked of the engine that decides every call, with these layers and this
 * request. Where neither a resource policy nor an owner is given, only the caller's side is asked for.
 */
export function simulationOf(parts: Parts): Simulation | Failure {
  const { identity, boundary, resource, scps, caller, entries, owner } = parts;
  const others = [...identity, ...(boundary ? [boundary] : []), ...(resource ? [resource] : [])];
  const sets = [...others, ...scps.flat()];
  const wrong = sets.find((set) => !isUnderstood(set));
  if (wrong !== undefined) return notEvaluated(wrong);
  const { account } = caller.principal;
  const bothSides = resource !== undefined || owner !== undefined;
  const ownerOf = (arn: string): string => {
    const named = parseArn(arn)?.account ?? "";
    return bothSides ? (isAccountNumber(named) ? named : (owner ?? account)) : account;
  };
  const own = delegation(account);
  const context = { get: (key: string) => entries.get(key) ?? caller.defaults.get(key) };
  return {
    ...parts,
    sets,
    missing: { ofOrganization: missingKeys(scps.flat(), entries), ofOthers: missingKeys(others, entries) },
    layersFor(arn) {
      const policy = resource ?? (ownerOf(arn) === account ? own : undefined);
      return {
        identity,
        ...(boundary === undefined ? {} : { boundary }),
        ...(policy === undefined ? {} : { resource: policy }),
        scps,
        rcps: [],
      };
    },
    requestFor: (action, arn) => ({
      principal: caller.principal,
      action,
      resource: { arn, account: ownerOf(arn) },
      context,
    }),
  };
}

/** A policy of the principal's that cannot be understood, or is not there any more, would deny everything. */
function notEvaluated(set: PolicySet): Failure {
  const names = set.documents.map(({ source }) => source.name).join(", ");
  return { code: "PolicyEvaluation", message: `A policy could not be evaluated, one of: ${names}` };
}

// The text of a document never changes, and the sets of holders are kept.
const keysOf = new WeakMap<SourceDocument, readonly string[]>();

function missingKeys(sets: readonly PolicySet[], entries: Entries): readonly string[] {
  const missing = new Set<string>();
  for (const { type, documents } of sets)
    for (const document of documents) {
      let keys = keysOf.get(document);
      if (keys === undefined) {
        keys = contextKeysOf(type, document.text);
        keysOf.set(document, keys);
      }
      for (const key of keys) if (!entries.has(key.toLowerCase())) missing.add(key);
    }
  return [...missing];
}
