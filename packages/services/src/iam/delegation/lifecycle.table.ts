import type { DelegationRequest } from "@portcullis/directory";

/** The state that a request was last put in. */
export type KeptState = DelegationRequest["state"];

const day = 24 * 60 * 60 * 1000;

/**
 * How long a request stays in each state before it counts as expired, in milliseconds.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-building-integration.html
 * (expiration path)
 */
export const lives: Readonly<Record<KeptState, number>> = {
  UNASSIGNED: day,
  ASSIGNED: 7 * day,
  PENDING_APPROVAL: 7 * day,
  ACCEPTED: 7 * day,
  FINALIZED: 7 * day,
  REJECTED: 7 * day,
};

/** For how long an expired request is still told of, in milliseconds; AWS says "eventually deleted". */
export const RETENTION = 7 * day;

interface Move {
  readonly from: readonly KeptState[];
  readonly to: KeptState;
  /** Of a request that is in another state it is said that it cannot be … */
  readonly done: string;
}

/** What puts a request from which states into which. Source: the same page (state transitions). */
export const moves = {
  associate: { from: ["UNASSIGNED"], to: "ASSIGNED", done: "associated" },
  forward: { from: ["ASSIGNED", "PENDING_APPROVAL"], to: "PENDING_APPROVAL", done: "updated" },
  accept: { from: ["ASSIGNED", "PENDING_APPROVAL"], to: "ACCEPTED", done: "accepted" },
  send: { from: ["ACCEPTED"], to: "FINALIZED", done: "finalized" },
  reject: { from: ["ASSIGNED", "PENDING_APPROVAL", "ACCEPTED"], to: "REJECTED", done: "rejected" },
} as const satisfies Readonly<Record<string, Move>>;
export type MoveName = keyof typeof moves;
