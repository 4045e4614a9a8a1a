import { hash } from "node:crypto";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { type Portcullis, services } from "@portcullis/aws-model";
import { hashing } from "@portcullis/server";
import { type SignedMessage, serviceSignings, sign } from "@portcullis/wire";
import { printable } from "../printable.ts";
import { answerOf } from "./answer.ts";
import type { Target } from "./target.ts";

export type Called<O> =
  | { readonly ok: true; readonly output: O }
  | {
      readonly ok: false;
      /** One sentence. */
      readonly problem: string;
      /** Whether the same call may succeed a little later: nobody answered, or a server that could not just then. */
      readonly passing: boolean;
    };

/** Bytes of the longest answer that is read. */
const longestAnswer = 1 << 20;

/**
 * Calls an operation of our own service as every client does, by its model. Waits as long as the server works on it,
 * and does not try again. Timestamps in the output are epoch seconds, as they come.
 */
export async function callPortcullis<N extends keyof Portcullis & string>(
  { endpoint, region, credentials }: Target,
  operation: N,
  input: Portcullis[N]["input"],
): Promise<Called<Portcullis[N]["output"]>> {
  const { targetPrefix, jsonVersion, signingName } = services.portcullis;
  const body = JSON.stringify(input);
  const message: SignedMessage = {
    method: "POST",
    target: endpoint.pathname.endsWith("/") ? endpoint.pathname : `${endpoint.pathname}/`,
    headers: [
      "host",
      endpoint.host,
      "content-type",
      `application/x-amz-json-${jsonVersion}`,
      "x-amz-target",
      `${targetPrefix}.${operation}`,
    ],
  };
  const scope = { service: signingName, region, signing: serviceSignings.json11, time: Date.now() };
  const signed = sign(message, hash("sha256", body), credentials, scope, hashing);
  try {
    const { status, text } = await send(endpoint, signed, body);
    if (status === 200) {
      const output = answerOf(operation, text) as Portcullis[N]["output"] | undefined;
      return output === undefined ? noAnswer(undefined) : { ok: true, output };
    }
    const said = fieldsOf(text);
    const passing = status >= 500 || said.__type === "ThrottlingException";
    return { ok: false, problem: problemOf(status, said), passing };
  } catch (error) {
    return noAnswer((error as NodeJS.ErrnoException).code);
  }
}

/** @param code of what went wrong on the way; undefined: something came */
function noAnswer(code: string | undefined): Called<never> {
  const problem = `The server did not answer (${code ?? "an answer that is not one"}).`;
  return { ok: false, problem, passing: code !== undefined };
}

function send(
  endpoint: URL,
  { method, target, headers }: SignedMessage,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const request = endpoint.protocol === "https:" ? requestTls : requestPlain;
  const { hostname, port } = endpoint;
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const all = [...headers, "content-length", String(Buffer.byteLength(body))];
    const outgoing = request({ host, port, method, path: target, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > longestAnswer) response.destroy(new Error("too long an answer"));
        else chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    outgoing.on("error", reject);
    // Whoever goes over to another protocol ends without an answer and without an error.
    outgoing.on("close", () => reject(new Error("no answer")));
    outgoing.end(body);
  });
}

/** A server that fails tells callers no more than that. */
const whereItSaysWhy = "/readyz of its operator's port and its log say why";

/** What an error document says, fit for a terminal. */
function problemOf(status: number, fields: Fields): string {
  const said = wordsOf(status, fields);
  return status >= 500 ? `${said}: ${whereItSaysWhy}.` : `${said}.`;
}

function wordsOf(status: number, { __type, message, Message }: Fields): string {
  const said = message ?? Message;
  if (typeof said !== "string") return `The server answered with status ${status} and no explanation`;
  const sentence = printable(said).slice(0, 1000);
  const type = String(__type).replace(/[^\w.]/g, "");
  return `${sentence.replace(/\.?$/, "")} (${type.slice(0, 100)})`;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(text: string): Fields {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
