import { LAYER_OF } from "./combine/layer-names.table.ts";
import { type CompiledStatement, refOf } from "./compiled.ts";
import { bodyOf } from "./statement-body.ts";
import type { Decision } from "./types.ts";

const none: readonly string[] = [];

/** The decision that a statement makes by itself, made once. */
export function decisionOf(statement: CompiledStatement): Decision {
  const body = bodyOf(statement);
  body.decision ??= {
    outcome: statement.effect === "Allow" ? "Allow" : "ExplicitDeny",
    layer: statement.effect === "Allow" ? undefined : LAYER_OF[statement.home.type],
    statement: refOf(statement),
    unknownKeys: none,
  };
  return body.decision;
}
