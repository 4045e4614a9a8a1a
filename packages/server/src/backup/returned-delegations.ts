import type { DelegationRequest, DelegationTemplate } from "@portcullis/directory";
import { accessEnd } from "@portcullis/services";

/** What a restore lets a partner do again in somebody's account. */
export interface ReturnedDelegation {
  readonly id: string;
  /** Number of the partner's account. */
  readonly partner: string;
  /** ARN of who accepted it. */
  readonly approver: string;
  /** Epoch milliseconds. */
  readonly accepted: number;
  /** When access ends; undefined: its token has still to be sent. */
  readonly ends: number | undefined;
}

export interface ReturnedTemplate {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly updated: number;
}

/** By account, as requests and templates come. */
export interface ReturnedDelegations {
  add(entity: DelegationRequest | DelegationTemplate): void;
  /** Those that were accepted, for access to the account. */
  delegationsOf(account: string): readonly ReturnedDelegation[];
  /** Those that are registered for the account. */
  templatesOf(account: string): readonly ReturnedTemplate[];
}

export function returnedDelegations(): ReturnedDelegations {
  const requests: DelegationRequest[] = [];
  const templates: DelegationTemplate[] = [];
  return {
    add(entity) {
      if (entity.kind === "delegation-template") templates.push(entity);
      else requests.push(entity);
    },
    delegationsOf: (account) =>
      requests.flatMap((request) => {
        const { id, requestor: partner, ownerAccount, approver, state } = request;
        if (ownerAccount !== account || approver === undefined || state === "REJECTED") return [];
        const { arn, accepted } = approver;
        return [{ id, partner, approver: arn, accepted, ends: accessEnd(request) }];
      }),
    templatesOf: (account) =>
      templates
        .filter((template) => template.account === account)
        .map(({ id, updated }) => ({ name: id, updated }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
