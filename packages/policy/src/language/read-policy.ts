import type { Problem, Report } from "../check/finding.ts";
import type { JsonNode, JsonObject } from "../text/json-nodes.ts";
import { readJson } from "../text/json-reader.ts";
import type { PolicyType } from "../types.ts";
import { ELEMENTS } from "./elements.table.ts";
import { isWhole, readStatement } from "./read-statement.ts";
import type { PolicyTree, StatementDraft, StatementTree, Text } from "./tree.ts";

export interface ReadPolicy {
  /** Undefined where the document cannot be understood. */
  readonly tree: PolicyTree | undefined;
  /** As far as it can be read, for whoever looks for more that is wrong; undefined where it is no JSON object. */
  readonly draft: PolicyDraft | undefined;
  readonly problems: readonly Problem[];
}

export interface PolicyDraft {
  readonly version: Text | undefined;
  readonly root: JsonObject;
  readonly statements: readonly StatementDraft[];
}

const versions: readonly string[] = ["2008-10-17", "2012-10-17"];

/**
 * Reads a document by the grammar of its type. A document with an element, an operator or a version that the
 * language does not have gives no tree: it is refused when written and denies when read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(type: PolicyType, text: string, longest?: number): ReadPolicy {
  const json = readJson(text, longest);
  if (!json.ok) {
    const { offset, problem } = json;
    const found = { code: "invalid-json", offset, detail: problem } as const;
    return { tree: undefined, draft: undefined, problems: [found] };
  }
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const { root } = json;
  if (root.kind !== "object") {
    report({
      code: "wrong-type",
      offset: root.start,
      detail: "the document is not a JSON object",
      value: "Object",
    });
    return { tree: undefined, draft: undefined, problems };
  }
  const draft = readRoot(type, root, report);
  return { tree: problems.length === 0 ? treeOf(draft) : undefined, draft, problems };
}

function treeOf({ version, statements }: PolicyDraft): PolicyTree {
  return {
    version,
    variables: version?.value === "2012-10-17",
    statements: statements.filter(isWhole).map(({ node: _, ...statement }): StatementTree => statement),
  };
}

function readRoot(type: PolicyType, root: JsonObject, report: Report): PolicyDraft {
  const rules = ELEMENTS[type];
  let version: Text | undefined;
  let statement: JsonNode | undefined;
  for (const { key, value } of root.members) {
    const offset = key.start;
    if (key.value === "Version" && value.kind === "string") {
      version = { value: value.value, start: value.start };
    } else if (key.value === "Statement") statement = value;
    else if (key.value === "Id" && value.kind === "string" && rules.id === "optional") continue;
    else {
      const known = key.value === "Version" || (key.value === "Id" && rules.id === "optional");
      report({
        code: known ? "wrong-type" : "unknown-element",
        offset,
        detail: `\`${key.value}\` is not an element of this policy, or its value has the wrong type`,
        value: known ? "String" : key.value,
      });
    }
  }
  const wrong = rules.version === "2012" ? version?.value !== "2012-10-17" : false;
  if (wrong || (version !== undefined && !versions.includes(version.value)))
    report({
      code: "invalid-version",
      offset: version?.start ?? root.start,
      detail: version === undefined ? "the version is missing" : `unknown version \`${version.value}\``,
      value: version?.value ?? "",
      part: rules.version === "2012" ? "2012-10-17" : "2012-10-17, 2008-10-17",
    });
  return { version, root, statements: readStatements(type, root, statement, report) };
}

function readStatements(
  type: PolicyType,
  root: JsonObject,
  node: JsonNode | undefined,
  report: Report,
): readonly StatementDraft[] {
  const items = node?.kind === "array" ? node.items : node === undefined ? [] : [node];
  if (items.length === 0)
    report({
      code: "missing-statement",
      offset: (node ?? root).start,
      detail: "the policy has no statement",
    });
  const statements: StatementDraft[] = [];
  for (const item of items) {
    if (item.kind !== "object") {
      report({
        code: "wrong-type",
        offset: item.start,
        detail: "a statement is not a JSON object",
        value: "Object",
      });
      continue;
    }
    const statement = readStatement(type, item, report);
    statements.push(statement);
    if (type === "rcp" && statement.effect === "Allow" && !isFullAccess(statement))
      report({
        code: "guardrail-allow",
        offset: statement.start,
        detail: "a resource control policy can only deny, except AWS's own that allows everything",
      });
  }
  return statements;
}

/** The statement of RCPFullAWSAccess, which only AWS writes. */
export function isFullAccess({ action, resource, conditions }: StatementDraft | StatementTree): boolean {
  const everything = (list: typeof resource) =>
    list !== undefined && !list.negated && list.values.length === 1 && list.values[0]?.value === "*";
  return conditions.length === 0 && everything(action) && everything(resource);
}
