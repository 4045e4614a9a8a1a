import type { Failure } from "../../framework/api.ts";

const MOST = 5;

/**
 * Thumbprints as they are kept: in lower case. AWS takes forty characters of any kind; what is no hexadecimal digit
 * matches no certificate. AWS calls five fewer than five.
 */
export function readThumbprints(list: readonly string[]): readonly string[] | Failure {
  if (list.length > MOST) {
    return { code: "InvalidInput", message: "Thumbprint list must contain fewer than 5 entries." };
  }
  return list.map((each) => each.toLowerCase());
}
