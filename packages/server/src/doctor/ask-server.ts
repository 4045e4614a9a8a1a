import { get } from "node:http";
import { errorCode } from "../data-directory/private-files.ts";
import type { Identity } from "../operate/readiness.ts";

/** What stands behind the operator's port of this machine. */
export type ServerView =
  /** The port is another one at each start. */
  | { readonly state: "unasked" }
  | { readonly state: "silent" }
  /** Something took the connection and did not answer in time, or not as a server of ours does. */
  | { readonly state: "stuck" | "foreign" }
  | {
      readonly state: "answers";
      readonly ready: boolean;
      /** Why it is not ready, or what the operator should know all the same. */
      readonly sentences: readonly string[];
      readonly version: string | undefined;
      /** Seconds. undefined: it does not tell. */
      readonly stateAge: number | undefined;
      readonly identity: Identity;
    };

type Answering = Extract<ServerView, { readonly state: "answers" }>;

/** Milliseconds that a server has for both answers. */
const PATIENCE = 2000;
/** Characters of an answer. */
const LARGEST = 1 << 20;

/** Asks by the pages that everybody on this machine may read. */
export async function askServer(port: number, patience: number = PATIENCE): Promise<ServerView> {
  if (port === 0) return { state: "unasked" };
  const signal = AbortSignal.timeout(patience);
  for (const host of ["127.0.0.1", "::1"]) {
    try {
      const ready = await page(host, port, "/readyz", signal);
      const metrics = await page(host, port, "/metrics", signal);
      return viewOf(ready, metrics);
    } catch (error) {
      if (signal.aborted) return { state: "stuck" };
      if (!nobodyListens.has(errorCode(error))) return { state: "foreign" };
    }
  }
  return { state: "silent" };
}

const nobodyListens: ReadonlySet<string> = new Set(["ECONNREFUSED", "EADDRNOTAVAIL", "EAFNOSUPPORT"]);

interface Page {
  readonly status: number;
  readonly text: string;
}

function page(host: string, port: number, path: string, signal: AbortSignal): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path, agent: false, signal }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
        if (text.length > LARGEST) response.destroy(new Error("the answer is too long"));
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
    });
    request.on("error", reject);
    // Whoever goes over to another protocol ends without an answer and without an error.
    request.on("close", () => reject(new Error("no answer")));
  });
}

function viewOf(ready: Page, metrics: Page): ServerView {
  const told = readinessIn(ready);
  if (told === undefined || metrics.status !== 200) return { state: "foreign" };
  return {
    state: "answers",
    ready: ready.status === 200,
    ...told,
    version: /^portcullis_build_info\{version="([\w.+-]{1,64})"\} 1$/m.exec(metrics.text)?.[1],
    stateAge: numberIn(metrics.text, "portcullis_state_age_seconds"),
  };
}

/** What a readiness page says; undefined: it is none. */
function readinessIn({ status, text }: Page): Pick<Answering, "sentences" | "identity"> | undefined {
  if (status !== 200 && status !== 503) return undefined;
  try {
    const { status: word, reasons, notes, deployment, node } = JSON.parse(text) as Record<string, unknown>;
    if (word !== (status === 200 ? "ready" : "not ready")) return undefined;
    const sentences = [reasons, notes].flatMap((list) => (Array.isArray(list) ? list : [])).map(printable);
    return { sentences, identity: { deployment: idIn(deployment), node: idIn(node) } };
  } catch {
    return undefined;
  }
}

function idIn(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w-]{1,64}$/.test(value) ? value : undefined;
}

/** What comes over a port is shown on a terminal: bounded, and without control characters. */
function printable(text: unknown): string {
  return String(text)
    .replace(/[^\x20-\x7e]/g, "?")
    .slice(0, 300);
}

function numberIn(metrics: string, name: string): number | undefined {
  const text = new RegExp(`^${name} (\\S+)$`, "m").exec(metrics)?.[1];
  return text === undefined || !Number.isFinite(Number(text)) ? undefined : Number(text);
}
