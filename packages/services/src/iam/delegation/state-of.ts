import type { DelegationRequest, RealmState } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import { type KeptState, lives, type MoveName, moves, RETENTION } from "./lifecycle.table.ts";

export type State = KeptState | "EXPIRED";

/** When a request expires that stays as it is; epoch milliseconds. */
export function expiryOf({ since, state }: DelegationRequest): number {
  return since + lives[state];
}

/** It expired so long ago that there is no such request any more. */
export function isGone(request: DelegationRequest, now: number): boolean {
  return now >= expiryOf(request) + RETENTION;
}

/**
 * The state that a request is in. Nothing is kept of it that time alone changes; and with its template, which the
 * operator took away from the partner or gave to another one, it ends at once. One that is registered later under the
 * same name is another template: it brings back nothing that was ended.
 */
export function stateOf(request: DelegationRequest, installation: RealmState, now: number): State {
  if (now >= expiryOf(request)) return "EXPIRED";
  const template = installation.byId["delegation-template"].get(request.template);
  return template?.generation === request.generation ? request.state : "EXPIRED";
}

/** When its token and the credentials of its delegation expire; undefined: no token was released. */
export function accessEnd({ state, since, duration }: DelegationRequest): number | undefined {
  return state === "FINALIZED" ? since + duration * 1000 : undefined;
}

/** Why a request cannot make a move; undefined: it can. */
export function wrongState(
  { world, now }: Call<OperationId>,
  request: DelegationRequest,
  move: MoveName,
): string | undefined {
  const state = stateOf(request, world.installation, now);
  const from: readonly State[] = moves[move].from;
  if (from.includes(state)) return undefined;
  return `The delegation request ${request.id} is in the state ${state} and cannot be ${moves[move].done}.`;
}

/** The request in its next state, with what the move adds. */
export function moved(
  request: DelegationRequest,
  name: MoveName,
  now: number,
  more: Partial<DelegationRequest> = {},
): DelegationRequest {
  const { to } = moves[name];
  const since = request.state === to ? request.since : now;
  return { ...request, ...more, state: to, since, updated: now };
}
