import {
  decodeJson,
  decodeQuery,
  findJsonOperation,
  findQueryOperation,
  hasFormBody,
  parseForm,
  refuseBodyCredential,
} from "@portcullis/wire";
import type { Exchange, StepResult } from "./exchange.ts";
import { servedOperation } from "./served-operation.ts";

/** Which operation is called, and with what: read once, and acted on as it was read. */
export function decode(_: unknown, exchange: Exchange): StepResult {
  const { service } = exchange;
  if (service === undefined) throw new Error("a proved request has no service");
  return service.protocol === "query" ? decodeForm(exchange, service) : decodeDocument(exchange, service);
}

type Service = NonNullable<Exchange["service"]>;

function decodeForm(exchange: Exchange, service: Service): StepResult {
  const { message, contentType, target, body } = exchange;
  const head = { method: message.method, contentType, target };
  const hasForm = hasFormBody(head);
  const query = message.target.indexOf("?");
  const parsed = parseForm(query === -1 ? "" : message.target.slice(query + 1), hasForm ? body : undefined);
  if (!parsed.ok) return parsed.failure;
  if (hasForm && exchange.presented?.form === "header") {
    const smuggled = refuseBodyCredential(parsed.form.filter((_, at) => at % 2 === 0));
    if (smuggled !== undefined) return smuggled;
  }
  const found = findQueryOperation(service, parsed.form);
  if (!found.ok) return found.failure;
  take(exchange, found.operation);
  const decoded = decodeQuery(found.operation, parsed.form);
  if (!decoded.ok) return decoded.failure;
  exchange.input = decoded.input;
  return undefined;
}

function decodeDocument(exchange: Exchange, service: Service): StepResult {
  const { message, contentType, target, body } = exchange;
  const found = findJsonOperation(service, { method: message.method, contentType, target });
  if (!found.ok) return found.failure;
  take(exchange, found.operation);
  const decoded = decodeJson(found.operation, body);
  if (!decoded.ok) return decoded.failure;
  exchange.input = decoded.input;
  return undefined;
}

function take(exchange: Exchange, operation: NonNullable<Exchange["operation"]>): void {
  const { id, handler, readOnly } = servedOperation(operation);
  exchange.operation = operation;
  exchange.operationId = id;
  exchange.handler = handler;
  exchange.readOnly = readOnly;
}
