export type { Config, ConfigProblem } from "./config/config.ts";
export { loadConfig } from "./config/load-config.ts";
export { renderOptionsPage, renderStartHelp } from "./config/render-options.ts";
export { startServer } from "./start.ts";
