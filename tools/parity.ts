/** `npm run parity [-- --check]`: writes docs/parity.md, or fails if it is not what the services say. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { awsServiceIds, ownServiceIds, type ServiceId, services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";
import { parityText, type ServiceParity } from "./parity-text.ts";

const file = resolve(import.meta.dirname, "../docs/parity.md");
const text = parityText(awsServiceIds.map(parityOf), ownServiceIds.map(parityOf));

function parityOf(service: ServiceId): ServiceParity {
  const { apiVersion, operations } = services[service];
  const names = Object.keys(operations).sort();
  return {
    service,
    apiVersion,
    operations: names.map((name) => ({ name, notOffered: whyNot(service, name) })),
  };
}

function whyNot(...id: Parameters<typeof handlerOf>): string | undefined {
  const handler = handlerOf(...id);
  return handler.kind === "offered" ? undefined : handler.why;
}

if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (readFileSync(file, "utf8") !== text) {
  console.error("docs/parity.md is not up to date; run: npm run parity");
  process.exitCode = 1;
}
