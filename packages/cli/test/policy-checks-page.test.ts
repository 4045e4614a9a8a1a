import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { issues } from "@portcullis/policy";

test("the page of policy checks lists every kind of finding with its page, under its severity, and no other", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/policy-checks.md"), "utf8");
  const headings = {
    error: "Errors",
    "security-warning": "Security warnings",
    warning: "Warnings",
    suggestion: "Suggestions",
  };
  for (const [severity, heading] of Object.entries(headings)) {
    const [, section = ""] = page.split(`### ${heading}\n`);
    const listed = [...section.split("\n#")[0]!.matchAll(/^- \[([A-Z0-9_]+)\]\((.+)\)$/gm)];
    assert.deepEqual(
      listed.map(([, code, link]) => [code, link]).sort(),
      issues()
        .filter((issue) => issue.severity === severity)
        .map((issue) => [issue.code, issue.page])
        .sort(),
    );
  }
});
