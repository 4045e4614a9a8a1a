import { boundarySet, type Group, holderSet, parseArn, type Role, type User } from "@portcullis/directory";
import { compile, type PolicySet, type SourceDocument } from "@portcullis/policy";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { findByArn } from "../resources.ts";
import type { Excludable, Exclusion } from "./exclusions.ts";
import { invalidInput } from "./invalid-input.ts";

type AnyCall = Call<OperationId>;
export type Principal = User | Group | Role;

/** Whose policies are looked at: by an ARN of the caller's own account. */
export function findSource(call: AnyCall, arn: string): Existing<Principal> {
  const found = findByArn(call, arn);
  const account = parseArn(arn)?.account;
  const foreign = `caller's account ${call.account} does not have access to policies in account ${account}`;
  return {
    ...found,
    invalid:
      found.invalid !== undefined
        ? invalidInput(`Invalid ARN provided in the request: ${arn}`)
        : account !== call.account
          ? invalidInput(`Invalid Policy Source Arn: ${foreign}.`)
          : undefined,
    missing: { code: "NoSuchEntity", message: "Unable to retrieve specified IAM entity." },
  };
}

export interface PrincipalPolicies {
  /** As the engine has them for every call of the principal's; a user's with those of its groups. */
  readonly identity: readonly PolicySet[];
  readonly boundary: PolicySet | undefined;
  /** AWS's ids of inline policies: `user_Ann_own`. Policies of equal content are one document, which several may have. */
  readonly ids: ReadonlyMap<SourceDocument, readonly string[]>;
}

/** The policies of a principal that are not left out. */
export function policiesOfPrincipal(
  call: AnyCall,
  principal: Principal,
  excluded: Exclusion = () => false,
): PrincipalPolicies {
  const { home, account } = call;
  const { partition } = call.world;
  const groups =
    principal.kind === "user" ? principal.groups.flatMap((id) => home.byId.group.get(id) ?? []) : [];
  const ids = new Map<SourceDocument, readonly string[]>();
  const identity = new Set<PolicySet>();
  for (const holder of [principal, ...groups]) {
    const set = without(holderSet(partition, home, account, holder), (document) =>
      excluded(identified(holder, document)),
    );
    if (set.documents.length > 0) identity.add(set);
    for (const document of set.documents) {
      if (document.source.arn !== undefined) continue;
      const id = `${holder.kind}_${holder.name}_${document.source.name}`;
      ids.set(document, [...(ids.get(document) ?? []), id]);
    }
  }
  const arn = principal.kind === "group" ? undefined : principal.boundary;
  const kept = arn !== undefined && !excluded({ kind: "boundary", name: arn, arn });
  return {
    identity: [...identity],
    boundary: kept ? boundarySet(partition, home, account, arn) : undefined,
    ids,
  };
}

function identified(holder: Principal, { source: { name, arn } }: SourceDocument): Excludable {
  return arn === undefined ? { kind: "inline", name, holder } : { kind: "managed", name, arn };
}

function without(set: PolicySet, excluded: (document: SourceDocument) => boolean): PolicySet {
  const documents = set.documents.filter((document) => !excluded(document));
  return documents.length === set.documents.length ? set : compile(set.type, documents);
}
