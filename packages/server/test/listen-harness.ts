import { type IncomingMessage, type RequestOptions, request as send } from "node:http";
import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { Config } from "../src/config/config.ts";
import { loadConfig } from "../src/config/load-config.ts";
import { type Listening, listen, type Planes } from "../src/listen/listen.ts";
import type { Handler } from "../src/listen/plane-server.ts";
import { createLog, type Log } from "../src/operate/log.ts";

/** The configuration that these arguments make, on free ports. */
export function configOf(args: readonly string[], env: Record<string, string> = {}): Config {
  const config = loadConfig(["--port", "0", ...args], env);
  if ("problem" in config) throw new Error(config.problem);
  return config;
}

/** A log that keeps its lines. */
export function keptLog(): { readonly log: Log; lines(): readonly { level: number; msg: string }[] } {
  const stream = new PassThrough();
  let written = "";
  stream.on("data", (chunk: Buffer) => {
    written += chunk.toString();
  });
  return {
    log: createLog("info", stream),
    lines: () =>
      written
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line)),
  };
}

export const answerOk: Handler = async (request, response) => {
  const body = await text(request);
  response.end(`${request.method} ${request.url} ${body.length}`);
};

export interface Running extends AsyncDisposable {
  readonly listening: Listening;
  readonly port: number;
  readonly operatorPort: number;
}

/** Listens on free ports until disposed of. */
export async function started(
  planes: Partial<Planes>,
  args: readonly string[] = [],
  limits: Partial<Config["listen"]["limits"]> = {},
): Promise<Running> {
  const { listen: settings } = configOf(args);
  const listening = await listen(
    { ...settings, limits: { ...settings.limits, ...limits } },
    { aws: answerOk, operate: answerOk, log: keptLog().log, ...planes },
  );
  if ("problem" in listening) throw new Error(listening.problem);
  return {
    listening,
    port: listening.addresses.aws[0]?.port ?? 0,
    operatorPort: listening.addresses.operate[0]?.port ?? 0,
    [Symbol.asyncDispose]: () => listening.close(0),
  };
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export function fetched(port: number, options: RequestOptions = {}, body?: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = send({ host: "127.0.0.1", port, agent: false, ...options }, (response) => {
      text(response).then(
        (received) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received }),
        reject,
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Sends bytes and gives what came back until the server closed the connection. */
export function rawExchange(port: number, bytes: string, host = "127.0.0.1"): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(received));
    socket.write(bytes, "latin1");
  });
}
