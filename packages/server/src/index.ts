export { type RestoreReport, type RestoreRequest, restoreBackup } from "./backup/restore.ts";
export type { Returned, ReturnedAccount } from "./backup/returned.ts";
export type { Config, ConfigProblem } from "./config/config.ts";
export { loadConfig } from "./config/load-config.ts";
export { renderOptionsPage, renderStartHelp } from "./config/render-options.ts";
export { hashing } from "./hashing.ts";
export { startServer } from "./start.ts";
