import { EventEmitter } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../src/config/config.ts";
import type { Listening } from "../src/listen/listen.ts";
import { createMetrics } from "../src/operate/metrics.ts";
import { type App, type BuildApp, runProcess } from "../src/process.ts";
import { configOf, keptLog } from "./listen-harness.ts";

export const app: App = {
  aws: (_request, response) => void response.end("answered"),
  ready: () => ({ ready: true, stateAge: 0, notes: [] }),
  deployment: () => "d-1",
  drain: async () => undefined,
  rootAccessKeyExists: false,
};

/** Runs a process in this one: its signals, output and exit are ours. */
export function run(config: Config, build: BuildApp, isTTY = false) {
  const signals = new EventEmitter();
  const { log, lines } = keptLog();
  const { promise, resolve } = Promise.withResolvers<Listening>();
  const exits: number[] = [];
  const written: string[] = [];
  const code = runProcess(config, build, {
    log,
    metrics: createMetrics([], "1"),
    out: { isTTY, write: (text: string) => void written.push(text) },
    signals,
    exit: (status) => void exits.push(status),
    started: resolve,
  });
  return {
    signals,
    exits,
    code,
    log: () =>
      lines()
        .map(({ msg }) => msg)
        .join("\n"),
    out: () => written.join(""),
    /** Ports of the planes, once requests are taken. */
    ports: async () => {
      const { addresses } = await promise;
      return { aws: addresses.aws[0]?.port ?? 0, operate: addresses.operate[0]?.port ?? 0 };
    },
    stop: () => {
      signals.emit("SIGTERM");
      return code;
    },
  };
}

/** Tries until it succeeds; after ten seconds it fails as it failed last. */
export async function until(attempt: () => Promise<void>): Promise<void> {
  for (const deadline = performance.now() + 10_000; ; await wait(20)) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}

export const ephemeral = (env: Record<string, string> = {}) => configOf(["--ephemeral"], env);
