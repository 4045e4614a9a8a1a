import { randomBytes } from "node:crypto";
import type { EventEmitter } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { Config } from "./config/config.ts";
import { type Secret, secret } from "./config/secret.ts";
import { lockId } from "./data-directory/lock.ts";
import { type DataDirectory, openDataDirectory } from "./data-directory/open-data-directory.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { rootWarnings } from "./data-directory/root-credentials.ts";
import { type Listening, listen } from "./listen/listen.ts";
import type { Handler } from "./listen/plane-server.ts";
import { refuse } from "./listen/refuse.ts";
import { announce, endpointOf, type Output } from "./operate/announce.ts";
import { createLog, type Log } from "./operate/log.ts";
import { createMetrics, type Metrics } from "./operate/metrics.ts";
import { type ControlRoutes, operatePlane } from "./operate/operate-plane.ts";
import type { Identity, Readiness } from "./operate/readiness.ts";
import { stopSignals } from "./operate/stop-signals.ts";
import type { Controls } from "./operate/test-controls.ts";
import { type StorageDrivers, storageDrivers } from "./storage-drivers.ts";

/** What the process gives to the application. */
export interface AppContext {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Undefined in ephemeral mode. */
  readonly data: DataDirectory | undefined;
  /** URL of the AWS plane as a client on this machine reaches it, base path included. */
  readonly endpoint: string;
  readonly drivers: StorageDrivers;
  /** Events that may wait to be stored; undefined: as many as the spool takes by itself. */
  readonly spoolEvents: number | undefined;
  /** Milliseconds between two readings of the data keys; undefined: as usual. */
  readonly keysEvery: number | undefined;
}

/** What the application gives to the process. */
export interface App {
  readonly aws: Handler;
  ready(): Readiness;
  /** Id of the deployment that is served now. */
  deployment(): string;
  /** In ephemeral mode, and only there. */
  readonly controls?: Controls;
  /** Stores what waits, and closes what is open. Called once, after the last answer. */
  drain(): Promise<void>;
  /** Whether a root user has an access key: every start of a lasting server warns of it. */
  readonly rootAccessKeyExists: boolean;
  /** The root credentials to show once: made at this start, never those that were given by the environment. */
  readonly firstStart?: { readonly accessKeyId: string; readonly secretAccessKey: Secret };
}

export type BuildApp = (config: Config, context: AppContext) => Promise<App | FileProblem>;

/** What the process touches of its surroundings; tests bring their own. */
export interface Surroundings {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Standard output, for people. */
  readonly out: Output;
  /** `process`, whose signals stop the server. */
  readonly signals: EventEmitter;
  /** Ends the process without waiting for anything. */
  readonly exit: (code: number) => void;
  /** Told when requests are taken. */
  readonly started?: (listening: Listening) => void;
  /** In place of the real ones. */
  readonly drivers?: Partial<StorageDrivers>;
  /** Events that may wait to be stored; few, so that tests can fill the spool. */
  readonly spoolEvents?: number;
  /** Milliseconds between two readings of the data keys; few, so that tests need not wait. */
  readonly keysEvery?: number;
}

/**
 * The surroundings of a real process.
 *
 * @param services the values of the `service` label of the metrics
 */
export function realSurroundings(config: Config, services: readonly string[], version: string): Surroundings {
  return {
    log: createLog(config.logLevel),
    metrics: createMetrics(services, version),
    out: process.stdout,
    signals: process,
    exit: (code) => process.exit(code),
  };
}

/** Exit codes: 0 stopped as asked, 1 it could not start or stop as it should. */
export type ExitCode = 0 | 1;

/**
 * Runs the server until it is asked to stop. In order: the data directory is locked, the ports are opened (so that
 * nothing is made when one is taken), the application is built, requests are taken. At the end readiness fails,
 * requests under way finish, what waits is stored, and the directory is let go.
 */
export async function runProcess(
  config: Config,
  buildApp: BuildApp,
  around: Surroundings,
): Promise<ExitCode> {
  const { log, metrics } = around;
  for (const warning of config.warnings) log.warn(warning);
  const failed = ({ problem }: FileProblem): ExitCode => {
    log.fatal(problem);
    return 1;
  };
  const data = config.mode.kind === "durable" ? openDataDirectory(config.mode.dataDirectory) : undefined;
  if (data !== undefined && "problem" in data) return failed(data);
  // With TLS a hang-up means that the certificate was renewed; without, that the terminal is gone.
  const hangUp = config.listen.tls === undefined ? (["SIGHUP"] as const) : [];
  const stop = stopSignals(around.signals, ["SIGTERM", "SIGINT", ...hangUp], () => around.exit(1));
  let reload = (): void => {};
  // From the first to the last, for a hang-up that nobody listens to ends a process at once.
  const hungUp = (): void => reload();
  if (config.listen.tls !== undefined) around.signals.on("SIGHUP", hungUp);
  let listening: Listening | undefined;
  let app: App | undefined;
  try {
    let stopping = false;
    const ready = (): Readiness => {
      if (stopping) return { ready: false, reasons: ["The server is stopping."] };
      return app?.ready() ?? { ready: false, reasons: ["The server is starting."] };
    };
    const node = data === undefined ? undefined : lockId(data.files.lock);
    const identity = (): Identity => ({ deployment: app?.deployment(), node });
    let controls: ControlRoutes | undefined;
    const bound = await listen(config.listen, {
      log,
      aws: (request, response) => (app === undefined ? refuse(response, "busy") : app.aws(request, response)),
      operate: operatePlane({ metrics, ready, identity, controls: () => controls }),
      refused: metrics.refused,
    });
    if ("problem" in bound) return failed(bound);
    listening = bound;
    metrics.observe({ openConnections: bound.openConnections, ready: () => ready().ready });
    const endpoint = endpointOf(config, bound.addresses.aws);
    const { spoolEvents, keysEvery } = around;
    const drivers = { ...storageDrivers, ...around.drivers };
    const built = await buildApp(config, { log, metrics, data, endpoint, drivers, spoolEvents, keysEvery });
    if ("problem" in built) return failed(built);
    const test = await testControlsOf(config, built);
    controls = test?.routes;
    app = built;
    for (const warning of rootWarnings(data, built.rootAccessKeyExists)) log.warn(warning);
    announce(around.out, {
      config,
      endpoint,
      operate: bound.addresses.operate,
      credentials: built.firstStart,
      credentialsFile: data?.files.rootCredentials,
      madeToken: test?.made,
    });
    reload = bound.reloadCertificate;
    around.started?.(bound);
    await stop.first;
    stopping = true;
    bound.leave();
    await delay(config, log);
    log.info("Stopping: requests under way finish.");
    return await finish(config, bound, built, log);
  } catch (error) {
    log.fatal({ err: error }, "The server failed.");
    await app?.drain().catch(() => undefined);
    return 1;
  } finally {
    await listening?.close(0);
    stop.release();
    around.signals.off("SIGHUP", hungUp);
    data?.release();
  }
}

/** Test controls and their token. The module is loaded in ephemeral mode only. */
async function testControlsOf(
  { mode }: Config,
  { controls }: App,
): Promise<{ readonly routes: ControlRoutes; readonly made: Secret | undefined } | undefined> {
  if (mode.kind !== "ephemeral" || controls === undefined) return undefined;
  const { testControls } = await import("./operate/test-controls.ts");
  if (mode.testToken !== undefined)
    return { routes: testControls(controls, mode.testToken), made: undefined };
  const made = secret(randomBytes(32).toString("base64url"));
  return { routes: testControls(controls, made), made };
}

/** Lets balancers see that readiness fails, while what they send until then is still answered. */
async function delay({ drainDelayMs }: Config, log: Log): Promise<void> {
  if (drainDelayMs === 0) return;
  log.info(`Stopping: requests are still taken for ${drainDelayMs / 1000} s, and readiness fails.`);
  await setTimeout(drainDelayMs);
}

/** Least time that storing what waits may take before the process gives up, in milliseconds. */
const leastDrainMs = 5000;

async function finish(config: Config, listening: Listening, app: App, log: Log): Promise<ExitCode> {
  await listening.close(config.shutdownGraceMs);
  const limit = Math.max(leastDrainMs, config.shutdownGraceMs);
  const late = setTimeout(limit, "late" as const, { ref: false });
  try {
    if ((await Promise.race([app.drain(), late])) === "late") {
      log.error("Stopped before everything that waited was stored.");
      return 1;
    }
    log.info("Stopped.");
    return 0;
  } catch (error) {
    log.error({ err: error }, "Stopped without storing everything that waited.");
    return 1;
  }
}
