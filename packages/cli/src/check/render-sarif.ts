import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { type Diagnostic, type Issue, issues, type Severity } from "@portcullis/policy";
import type { CheckedFile, Render } from "./report.ts";

/** SARIF has three levels. */
const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  "security-warning": "warning",
  warning: "warning",
  suggestion: "note",
};

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const renderSarif: Render = (files, version) => {
  const used = new Set(files.flatMap(({ findings }) => findings.map(({ code }) => code)));
  const rules = issues().filter(({ code }) => used.has(code));
  const indexes = new Map(rules.map(({ code }, index) => [code, index]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Portcullis", semanticVersion: version, rules: rules.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        artifacts: files.map(({ path, type, guessed }) => ({
          location: { uri: uriOf(path) },
          properties: { policyType: type, guessed },
        })),
        results: files.flatMap((file, artifact) =>
          file.findings.map((finding) => resultOf(file, finding, artifact, indexes.get(finding.code)!)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

function ruleOf({ code, title, severity, text, page }: Issue) {
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text },
    helpUri: page,
    defaultConfiguration: { level: levels[severity] },
    properties: { severity },
  };
}

function resultOf({ path, text }: CheckedFile, finding: Diagnostic, artifact: number, ruleIndex: number) {
  const { code, severity, message, start, end, refused, fix } = finding;
  const artifactLocation = { uri: uriOf(path), index: artifact };
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    properties: { severity, ...(refused !== undefined && { refused }) },
    ...(fix !== undefined && {
      fixes: [
        {
          description: { text: fixText(text.slice(fix.start, fix.end), fix.text) },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [
                {
                  deletedRegion: { charOffset: fix.start, charLength: fix.end - fix.start },
                  insertedContent: { text: fix.text },
                },
              ],
            },
          ],
        },
      ],
    }),
  };
}

function fixText(old: string, text: string): string {
  return old === "" ? `Insert ${text}` : `Replace ${old} with ${text}`;
}

function uriOf(path: string): string {
  if (path === "-") return "stdin";
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split(sep).map(encodeURIComponent).join("/");
}
