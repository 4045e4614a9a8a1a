import { getAccountSummary } from "./get-account-summary.ts";

export const account = {
  GetAccountSummary: getAccountSummary,
} as const;
