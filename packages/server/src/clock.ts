/** The server's time, epoch milliseconds: expiry, sessions and conditions follow it. */
export interface Clock {
  now(): number;
}

/** Real time. The signature window, the Date header and retention never follow any other. */
export const realTime: Clock = { now: () => Date.now() };
