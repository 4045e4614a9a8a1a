/** `npm run configuration [-- --check]`: writes docs/configuration.md, or fails if it is not what the server reads. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { renderOptionsPage } from "@portcullis/server";

const file = resolve(import.meta.dirname, "../docs/configuration.md");
const text = renderOptionsPage();

if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  console.error("docs/configuration.md is not up to date; run: npm run configuration");
  process.exitCode = 1;
}
