import type { Failed } from "../framework/call.ts";

/** Active and Inactive are for people to set; a credential becomes Expired by itself. */
export const expiredIsNoStatus: Failed = {
  kind: "failed",
  failure: {
    code: "ValidationError",
    message:
      "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]",
  },
};

/** Whether the change of a credential's status takes it away. */
export const makesInactive = ({ Status }: { readonly Status: string }): boolean => Status === "Inactive";
