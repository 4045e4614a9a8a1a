import type { Failed } from "../framework/call.ts";

/**
 * Active and Inactive are for people to set; a credential becomes Expired by itself. The model's enum has all three, so
 * what is wrong is told by the operation, with the error that its model declares. AWS's words are not known.
 */
export const expiredIsNoStatus: Failed = {
  kind: "failed",
  failure: {
    code: "InvalidInput",
    message: "Invalid status: Expired. It must be Active or Inactive.",
    // UpdateServiceSpecificCredential answers with it too, though its model does not say so.
    status: 400,
  },
};

/** Whether the change of a credential's status takes it away. */
export const makesInactive = ({ Status }: { readonly Status: string }): boolean => Status === "Inactive";
