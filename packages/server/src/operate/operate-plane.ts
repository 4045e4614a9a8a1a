import type { IncomingMessage, ServerResponse } from "node:http";
import { answer, answerJson } from "./answer-json.ts";
import type { Metrics } from "./metrics.ts";
import type { Identity, Readiness } from "./readiness.ts";

/** Answers a request for the test controls; false when the path is none of theirs. */
export type ControlRoutes = (
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>;

export interface OperatePlane {
  readonly metrics: Metrics;
  readonly ready: () => Readiness;
  readonly identity: () => Identity;
  /** Undefined in every mode but ephemeral. */
  readonly controls: () => ControlRoutes | undefined;
}

/**
 * Health, readiness and metrics. The listener has checked the Host header already, so no page of a browser reaches
 * them under a name of its own, and without CORS headers none can read what it asked another origin for.
 */
export function operatePlane(plane: OperatePlane) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    if (await plane.controls()?.(path, request, response)) return;
    const head = request.method === "HEAD";
    const page = pages.get(path);
    if (page === undefined) return answerJson(response, 404, { error: "There is no such page." }, head);
    if (request.method !== "GET" && !head) {
      response.setHeader("Allow", "GET, HEAD");
      return answerJson(response, 405, { error: "This page can only be read." });
    }
    return page(plane, response, head);
  };
}

type Page = (plane: OperatePlane, response: ServerResponse, head: boolean) => void | Promise<void>;

const pages: ReadonlyMap<string, Page> = new Map<string, Page>([
  /** The process runs: an orchestrator restarts it when this fails, so it depends on nothing else. */
  ["/healthz", (_plane, response, head) => answerJson(response, 200, { status: "ok" }, head)],
  [
    "/readyz",
    ({ ready, identity }, response, head) => {
      const now = ready();
      const { ready: is, ...rest } = now;
      const value = { status: is ? "ready" : "not ready", ...rest, ...identity() };
      answerJson(response, now.ready ? 200 : 503, value, head);
    },
  ],
  [
    "/metrics",
    async ({ metrics: { registry } }, response, head) =>
      answer(response, 200, registry.contentType, await registry.metrics(), head),
  ],
]);
