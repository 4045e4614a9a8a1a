import { LAYER_OF } from "./combine/layer-names.table.ts";
import { type CompiledStatement, refOf } from "./compiled.ts";
import type { Decision } from "./types.ts";

const none: readonly string[] = [];

/** The decision that a statement makes by itself, made once. */
export function decisionOf(statement: CompiledStatement): Decision {
  statement.decision ??= {
    outcome: statement.effect === "Allow" ? "Allow" : "ExplicitDeny",
    layer: statement.effect === "Allow" ? undefined : LAYER_OF[statement.type],
    statement: refOf(statement),
    unknownKeys: none,
  };
  return statement.decision;
}
