/** What a sealed value is for. Each purpose has random keys of its own; what opens under another is a forgery. */
export const purposes = {
  "at-rest": { life: "until re-sealed" },
  session: { life: "36 hours, the longest session" },
  marker: { life: "1 hour" },
  "authorization-message": { life: "24 hours" },
  "sign-in": { life: "15 minutes" },
  delegation: { life: "90 days" },
  spool: { life: "90 days, the events' retention" },
} as const;
export type Purpose = keyof typeof purposes;
