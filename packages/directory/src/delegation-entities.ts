/** What temporary delegation is made of, in the installation's realm. */
import type { Tag } from "./entities.ts";

/** A policy with parameters, from which one partner makes delegation requests; lives in the installation's realm. */
export interface DelegationTemplate {
  readonly kind: "delegation-template";
  /** Its name, with which its ARN ends. */
  readonly id: string;
  /** The number of the partner's account. */
  readonly account: string;
  /** What those who are asked for access see the partner called. */
  readonly partner: string;
  /** A UUID, drawn when it is registered anew or for another account; stays when its text is replaced. */
  readonly generation: string;
  readonly created: number;
  readonly updated: number;
  /** As it was registered. */
  readonly text: string;
}

export interface DelegationParameter {
  readonly name: string;
  readonly type: "string" | "stringList";
  readonly values: readonly string[];
}

/** Who accepted a delegation request, as it was then: sessions of the delegation are this principal's. */
export interface Approver {
  readonly session: "assumed-role" | "user-session" | "root-session";
  /** Unique id of the user or role; the account number: root. */
  readonly principalId: string;
  /** Of a role's session. */
  readonly name: string;
  readonly arn: string;
  readonly accepted: number;
  readonly mfaAt?: number;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
}

/**
 * A partner's wish for temporary access to another account. It concerns two accounts and lives in the installation's
 * realm, which knows both. Its id is a UUID.
 */
export interface DelegationRequest {
  readonly kind: "delegation-request";
  readonly id: string;
  /** The number of the partner's account. */
  readonly requestor: string;
  readonly requestorName: string;
  /** Name of the template that it was made from. */
  readonly template: string;
  /** The template's generation: one that is registered later under the same name has another. */
  readonly generation: string;
  readonly parameters: readonly DelegationParameter[];
  /** The policy that it asks for: no parameter is left in it. */
  readonly policy: string;
  readonly description: string;
  readonly message?: string;
  /** What the partner calls it; one of its requests alone has it. */
  readonly workflow: string;
  readonly redirectUrl?: string;
  /** ARN of a topic of the partner's. */
  readonly channel: string;
  /** Seconds. */
  readonly duration: number;
  readonly onlySendByOwner: boolean;
  /** Number of the account that it asks; undefined: whichever takes it over. */
  readonly ownerAccount?: string;
  /** Who took it over: `id` as GetCallerIdentity gives it, so that a namesake made later is not the owner. */
  readonly owner?: { readonly id: string; readonly arn: string };
  readonly approver?: Approver;
  /** The state that it was last put in; that it expired is worked out. */
  readonly state: "UNASSIGNED" | "ASSIGNED" | "PENDING_APPROVAL" | "ACCEPTED" | "FINALIZED" | "REJECTED";
  /** Since when it is in that state. */
  readonly since: number;
  readonly created: number;
  readonly updated: number;
  readonly notes?: string;
  readonly rejectionReason?: string;
}
