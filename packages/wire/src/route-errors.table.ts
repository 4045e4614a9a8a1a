import type { Failure } from "./failure.ts";
import { limits } from "./limits.table.ts";

const cut = (text: string): string =>
  text.length <= limits.routeEcho ? text : `${text.slice(0, limits.routeEcho)}...`;

/**
 * Refusals of requests whose operation or form cannot be read. Texts as STS and IAM send them; AWS answers a call
 * without action by a redirect to its product page, where this server gives the documented error.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export const routeErrors = {
  /** `version` is undefined where the parameter is missing, which is not the same as an empty one. */
  unknownAction: (action: string, version: string | undefined): Failure => ({
    code: "InvalidAction",
    message: `Could not find operation ${cut(action)} for version ${cut(version ?? "NO_VERSION_SPECIFIED")}`,
  }),
  missingAction: {
    code: "MissingAction",
    message: "The request is missing an action or a required parameter.",
  },
  malformedQueryString: {
    code: "MalformedQueryString",
    message: "The query string contains a syntax error.",
  },
  /** JSON services: a target that is none of theirs. AWS sends no text. */
  unknownTarget: { code: "UnknownOperationException", message: "" },
  /** JSON services: no target at all, or a content type that no JSON protocol has. */
  notJsonCall: { code: "UnknownOperationException", message: "", status: 404 },
  tooLarge: { code: "RequestEntityTooLarge", message: "Request entity too large" },
} as const satisfies Readonly<Record<string, Failure | ((...args: never[]) => Failure)>>;
