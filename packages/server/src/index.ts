export type { Config, ConfigProblem } from "./config/config.ts";
export { loadConfig } from "./config/load-config.ts";
export { renderOptionsPage, renderStartHelp } from "./config/render-options.ts";
export { checks as doctorChecks } from "./doctor/checks.table.ts";
export { examine, type NamedFinding } from "./doctor/examine.ts";
export type { Level } from "./doctor/finding.ts";
export { startServer } from "./start.ts";
