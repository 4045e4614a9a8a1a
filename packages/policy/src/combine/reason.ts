import type { Decision } from "../types.ts";
import { LAYER_WORDS } from "./layer-names.table.ts";

/**
 * AWS's reason for a denial as it follows "… is not authorized to perform: … on resource: … "; empty for an allow.
 * `action` is written as the request names it. An explicit deny of a managed policy ends with the policy's ARN.
 */
export function reasonOf({ outcome, layer, statement }: Decision, action: string): string {
  if (outcome === "Allow" || layer === undefined) return "";
  const words = LAYER_WORDS[layer];
  if (outcome === "ImplicitDeny") return `because no ${words.implicit} allows the ${action} action`;
  const arn = words.namesPolicy ? statement?.document.source.arn : undefined;
  return `with an explicit deny in ${words.explicit}${arn === undefined ? "" : `: ${arn}`}`;
}
