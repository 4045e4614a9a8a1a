import { services } from "@portcullis/aws-model";
import { startFuzzed } from "./support/fuzzed-server.ts";
import { anyValue, formOf } from "./support/inputs.ts";
import { anyJson } from "./support/json.ts";
import { anyText, mutateBytes } from "./support/mutate.ts";
import type { Random } from "./support/random.ts";
import type { FuzzTarget } from "./target.ts";

const models = Object.values(services);
const types = [
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=utf-8",
  "application/x-amz-json-1.1",
  "application/x-amz-json-1.0",
  "application/json",
  "text/xml",
  "multipart/form-data; boundary=x",
] as const;

function bodyOf(random: Random): Buffer {
  const model = random.pick(models);
  const operation = random.pick(Object.values(model.operations));
  const names = ["Name", ...(operation.input?.members.map(({ name }) => name) ?? [])];
  const input = operation.input === undefined ? {} : anyValue(random, operation.input, "");
  const body = Buffer.from(
    random.once(2)
      ? formOf(operation, model.apiVersion, input).toString()
      : JSON.stringify(random.once(2) ? input : anyJson(random, names)),
  );
  return random.once(2) ? body : mutateBytes(random, body);
}

/** One line, so that the head stays a head. */
const line = (text: string): string => text.replace(/[^\x20-\x7e]/g, "");

function requestOf(random: Random, port: number): Buffer {
  const body = bodyOf(random);
  const target = `${random.pick(["CloudTrail_20131101", "AWSOrganizationsV20161128", line(anyText(random, 5))])}.${line(anyText(random, 5))}`;
  const headers = [
    `Host: ${random.once(10) ? line(anyText(random, 4)) : `127.0.0.1:${port}`}`,
    `Content-Type: ${random.pick(types)}`,
    `Content-Length: ${body.length}`,
    "Connection: close",
    ...(random.once(2) ? [`X-Amz-Target: ${target}`] : []),
    ...(random.once(2) ? [`Authorization: ${line(anyText(random, 30))}`] : []),
    ...(random.once(3) ? [`X-Amz-Date: ${line(anyText(random, 6))}`] : []),
    ...(random.once(3) ? [`X-Amz-Security-Token: ${line(anyText(random, 30))}`] : []),
  ];
  const path = random.once(3) ? `/${line(anyText(random, 20)).replaceAll(" ", "")}` : "/";
  const head = `${random.pick(["POST", "GET", "PUT", "HEAD"])} ${path} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

export const target: FuzzTarget = {
  component: "server",
  property:
    "Any form or JSON document without a signature is refused: no crash, no 500, no hang, memory flat.",
  seconds: 60,
  async prepare(scope) {
    const { port, ask, end } = await startFuzzed(scope);
    return { width: 8, end, step: async (random) => void (await ask(requestOf(random, port))) };
  },
};
