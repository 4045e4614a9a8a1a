import { getAccountSummary } from "./get-account-summary.ts";
import { setSecurityTokenServicePreferences } from "./set-security-token-service-preferences.ts";

export const account = {
  GetAccountSummary: getAccountSummary,
  SetSecurityTokenServicePreferences: setSecurityTokenServicePreferences,
} as const;
