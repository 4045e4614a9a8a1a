import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Secret } from "../config/secret.ts";
import { answerJson, readBody } from "./answer-json.ts";
import { parseDuration } from "./iso-duration.ts";
import type { ControlRoutes } from "./operate-plane.ts";

/** What tests may do to an ephemeral server. */
export interface Controls {
  /** Back to the state of the first start, the clock included. Every session ends. */
  reset(): Promise<void>;
  /** Moves the clock of expiry, sessions and conditions forward. */
  advance(milliseconds: number): void;
}

/** Largest body, in bytes. */
const bodyLimit = 1024;
/** Farthest that the clock can be from real time, in milliseconds: ten years. */
const farthest = 3653 * 24 * 3600 * 1000;

interface Answer {
  readonly status: number;
  readonly value: object;
}

/**
 * The routes of the test controls. Imported in ephemeral mode only: in no other mode is there code in the process
 * that sets the clock.
 *
 * A page in a browser cannot use them: it would send Origin or Sec-Fetch headers, and does not know the token.
 */
export function testControls(controls: Controls, token: Secret): ControlRoutes {
  const expected = digest(`Bearer ${token.reveal()}`);
  let advanced = 0;
  // One after another: a reset that overlaps an advance would leave either's clock.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => T | Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };

  const reset = (body: Buffer): Answer | Promise<Answer> => {
    if (body.length > 0 && fields(body)?.length !== 0) return problem("The body must be empty or {}.");
    return inTurn(async () => {
      await controls.reset();
      advanced = 0;
      return { status: 200, value: { status: "reset" } };
    });
  };

  const clock = (body: Buffer): Answer | Promise<Answer> => {
    const [field, ...others] = fields(body) ?? [];
    const [name, value] = field ?? [];
    if (others.length > 0 || name !== "advance" || typeof value !== "string") {
      return problem('The body must be {"advance": "PT1H"}, with a duration of ISO 8601.');
    }
    const milliseconds = value.length > 64 ? undefined : parseDuration(value);
    if (milliseconds === undefined) {
      return problem(
        "advance must be a duration of days, hours, minutes and seconds, like P1DT2H or PT0.5S.",
      );
    }
    return inTurn(() => {
      if (advanced + milliseconds > farthest)
        return problem("The clock cannot be moved by more than ten years.");
      controls.advance(milliseconds);
      advanced += milliseconds;
      return { status: 200, value: { status: "advanced", milliseconds, total: advanced } };
    });
  };

  const routes = new Map([
    ["/reset", reset],
    ["/clock", clock],
  ]);

  return async (path, request, response) => {
    const route = routes.get(path);
    if (route === undefined) return false;
    const refusal = headProblem(request, expected);
    const { status, value } = refusal ?? (await bodyOf(request, route));
    if (status === 401) response.setHeader("WWW-Authenticate", "Bearer");
    answerJson(response, status, value);
    return true;
  };
}

async function bodyOf(
  request: IncomingMessage,
  route: (body: Buffer) => Answer | Promise<Answer>,
): Promise<Answer> {
  const body = await readBody(request, bodyLimit);
  return body === undefined ? problem("The body is too large.", 413) : route(body);
}

function headProblem(request: IncomingMessage, expected: Buffer): Answer | undefined {
  if (request.method !== "POST") return problem("The test controls take POST only.", 405);
  const authorizations: string[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at]?.toLowerCase() ?? "";
    if (name === "origin" || name.startsWith("sec-fetch-")) {
      return problem("The test controls are not for pages of a browser.", 403);
    }
    if (name === "authorization") authorizations.push(request.rawHeaders[at + 1] ?? "");
  }
  const [only = ""] = authorizations;
  const known = timingSafeEqual(digest(only), expected);
  return known && authorizations.length === 1
    ? undefined
    : problem("The test controls ask for Authorization: Bearer with the test token.", 401);
}

/** The members of a JSON object; undefined when the bytes are no such thing. */
function fields(body: Buffer): readonly (readonly [string, unknown])[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value)
      : undefined;
  } catch {
    return undefined;
  }
}

function problem(error: string, status = 400): Answer {
  return { status, value: { error } };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
