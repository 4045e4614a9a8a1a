import { serviceIds, serviceOf, services } from "@portcullis/aws-model";
import {
  authFailure,
  type CredentialRules,
  readCredential,
  refusePayloadMode,
  serviceSignings,
} from "@portcullis/wire";
import { findCredential } from "../credentials.ts";
import { hashing } from "../hashing.ts";
import type { Runtime } from "../runtime.ts";
import { andThen, type Soon } from "../soon.ts";
import type { Exchange, StepResult } from "./exchange.ts";

const rules: CredentialRules = {
  services: new Map(
    serviceIds.map((id) => {
      const { signingName, protocol, jsonVersion } = services[id];
      const form = protocol === "query" ? "query" : jsonVersion === "1.0" ? "json10" : "json11";
      return [signingName, serviceSignings[form]];
    }),
  ),
};

/**
 * Reads the head alone, and refuses what needs no secret to be refused, before a byte of body is read. A signed
 * request goes to the service of its scope and nowhere else; none of the operations offered here is unsigned.
 */
export function presentCredential(runtime: Runtime, exchange: Exchange): Soon<StepResult> {
  // The window of signatures is real time, whatever the server's clock was moved to.
  const reading = readCredential(exchange.message, Date.now(), rules, hashing);
  if (reading.kind === "anonymous") return authFailure("missing-token");
  if (reading.kind === "refused") return reading.failure;
  const { presented } = reading;
  exchange.presented = presented;
  exchange.service = serviceOf(presented.service);
  const mode = refusePayloadMode(presented, ["hash"]);
  if (mode !== undefined) return mode;
  return andThen(findCredential(runtime, presented, exchange.sourceIp), (credential) => {
    exchange.credential = credential;
    return credential === undefined ? authFailure("unknown-key") : undefined;
  });
}
