import { databaseProblem } from "../database-targets.ts";
import { databaseOf } from "./database-of.ts";
import { isLoopback } from "./networks.ts";
import type { OptionValues } from "./read-options.ts";
import type { EnvironmentSecrets } from "./take-secrets.ts";

/** Shortest root secret of an ephemeral server that others can reach, in characters. */
export const leastReachableSecret = 32;

type Rule = (values: OptionValues, secrets: EnvironmentSecrets) => string | undefined;

const reachable = (values: OptionValues) => values.host.find((address) => !isLoopback(address));
const hasTls = (values: OptionValues) => values["tls-cert"] !== undefined && values["tls-key"] !== undefined;

const ofDatabase = [
  "database-password-file",
  "database-ca-file",
  "allow-plain-database",
  "retention-role",
] as const;

/** What holds between options. Each gives the sentence that says what to do, or nothing. */
const rules: readonly Rule[] = [
  (values) =>
    (values["tls-cert"] === undefined) !== (values["tls-key"] === undefined)
      ? "--tls-cert and --tls-key are given together or not at all."
      : undefined,
  (values) => {
    const address = reachable(values);
    return address !== undefined && !hasTls(values) && !values["allow-plain-http"]
      ? `Listening on ${address} without TLS would show every request on the way: give --tls-cert and --tls-key, or --allow-plain-http where something in front speaks TLS.`
      : undefined;
  },
  (values) =>
    values.ephemeral && reachable(values) !== undefined && !values["allow-reachable-ephemeral"]
      ? "--ephemeral is a development mode and listens on loopback: give --allow-reachable-ephemeral to let others reach it."
      : undefined,
  (values, secrets) => {
    if (!values.ephemeral || reachable(values) === undefined) return undefined;
    const length = secrets.rootCredentials?.secretAccessKey.reveal().length ?? leastReachableSecret;
    return length < leastReachableSecret
      ? `PORTCULLIS_ROOT_SECRET_ACCESS_KEY must have at least ${leastReachableSecret} characters on an address that others can reach.`
      : undefined;
  },
  (values, secrets) =>
    !values.ephemeral && secrets.firstSet !== undefined
      ? `${secrets.firstSet} is taken with --ephemeral only: a lasting server makes its own root credentials.`
      : undefined,
  (values) =>
    values.ephemeral && values["master-key-file"] !== undefined
      ? "--ephemeral keeps nothing and takes no --master-key-file."
      : undefined,
  (values) =>
    values.ephemeral && values.database !== undefined
      ? "--ephemeral keeps nothing and takes no --database."
      : undefined,
  (values) => {
    const database = databaseOf(values);
    return database === undefined ? undefined : databaseProblem(database);
  },
  (values) => {
    const alone = ofDatabase.find((name) => values[name] !== undefined && values[name] !== false);
    return alone !== undefined && values.database === undefined
      ? `--${alone} is of the database that --database names: give both.`
      : undefined;
  },
  (values) =>
    values["retention-password-file"] !== undefined && values["retention-role"] === undefined
      ? "--retention-password-file is of the role that --retention-role names: give both."
      : undefined,
  (values) =>
    values.ephemeral && values["master-key-command"] !== undefined
      ? "--ephemeral keeps nothing and takes no --master-key-command."
      : undefined,
  (values) =>
    values.port === 65535 && values["operator-port"] === undefined
      ? "--port 65535 leaves no port after it: give --operator-port."
      : undefined,
  (values) =>
    values.port !== 0 && values.port === values["operator-port"]
      ? "--operator-port must differ from --port."
      : undefined,
  (values) =>
    values["headers-timeout"] > values["request-timeout"]
      ? "--headers-timeout must not be longer than --request-timeout."
      : undefined,
];

/** The first rule that the options break, as a sentence. */
export function brokenRule(values: OptionValues, secrets: EnvironmentSecrets): string | undefined {
  for (const rule of rules) {
    const sentence = rule(values, secrets);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}
