import type { Failed } from "../framework/call.ts";

/**
 * Active and Inactive are for people to set; a credential becomes Expired by itself. The model's enum has all three, so
 * what is wrong is told by the operation, with the error that its model declares.
 */
export const expiredIsNoStatus: Failed = {
  kind: "failed",
  failure: {
    code: "InvalidInput",
    message: "Operation does not support status Expired",
    // UpdateServiceSpecificCredential answers with it too, though its model does not say so.
    status: 400,
  },
};

/** Whether the change of a credential's status takes it away. */
export const makesInactive = ({ Status }: { readonly Status: string }): boolean => Status === "Inactive";
