export const INSTALLATION = "installation";

export function accountRealm(account: string): string {
  return `account/${account}`;
}
