/**
 * Turns of the event loop, shared out among requests: in each the answers that the storage made ready leave, a few
 * requests go on, and the answers that are ready then leave.
 *
 * Few, so that what the storage answers meanwhile is soon seen and a change does not wait behind every read that has
 * arrived. More than one, because the same work done for several requests in a row costs less than the parts of each
 * after those of the other, and because answers that leave together wake their clients' threads less often.
 */
const inOneTurn = 8;

let goingOn: (() => void)[] = [];
let leaving: (() => void)[] = [];
let begun = false;

/** Calls `goOn` in its turn: those that came before go first. */
export function inTurn(goOn: () => void): void {
  goingOn.push(goOn);
  begin();
}

/** Calls `leave` when the requests of this turn have gone on, or before those of the next do. */
export function atEndOfTurn(leave: () => void): void {
  leaving.push(leave);
  begin();
}

function begin(): void {
  if (begun) return;
  begun = true;
  // Between the two Node runs what was promised: everything that goes on without waiting is done when the turn ends.
  setImmediate(leave);
  setImmediate(goOn);
  setImmediate(end);
}

function leave(): void {
  const ready = leaving;
  leaving = [];
  for (const each of ready) each();
}

function goOn(): void {
  const turn = goingOn;
  goingOn = turn.length > inOneTurn ? turn.splice(inOneTurn) : [];
  for (const each of turn) each();
}

function end(): void {
  begun = false;
  if (goingOn.length > 0) begin();
  leave();
}
