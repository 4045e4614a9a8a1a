const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * What a sealed value is for. Each purpose has random keys of its own; what opens under another is a forgery. `life`
 * is the longest that a value is of use once it is sealed, `milliseconds` the same as a number; undefined: for as long
 * as it is kept, so that its key is needed until everything was sealed anew.
 */
export const purposes = {
  "at-rest": { life: "until re-sealed", milliseconds: undefined },
  session: { life: "36 hours, the longest session", milliseconds: 36 * hour },
  marker: { life: "1 hour", milliseconds: hour },
  "authorization-message": { life: "24 hours", milliseconds: day },
  "sign-in": { life: "15 minutes", milliseconds: 15 * minute },
  delegation: { life: "12 hours, the longest delegation", milliseconds: 12 * hour },
  spool: { life: "90 days, the events' retention", milliseconds: 90 * day },
} as const;
export type Purpose = keyof typeof purposes;
