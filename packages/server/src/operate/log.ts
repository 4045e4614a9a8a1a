import { type DestinationStream, destination, type Logger, pino } from "pino";
import type { LogLevel } from "../config/value-kinds.ts";

/**
 * The log of the process, not a line for each request. Nothing secret is ever passed to it: there is no redaction
 * to rely on.
 */
export type Log = Logger;

/** JSON lines on standard error, written before the call returns, so that the last line before an end is there. */
export function createLog(
  level: LogLevel,
  stream: DestinationStream = destination({ dest: 2, sync: true }),
): Log {
  return pino({ level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, stream);
}
