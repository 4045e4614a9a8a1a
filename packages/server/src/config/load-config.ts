import type { Config, ConfigProblem } from "./config.ts";
import { databaseOf } from "./database-of.ts";
import { optionNames, optionRow } from "./options.table.ts";
import { type Environment, type OptionValues, readOptions, unknownVariables } from "./read-options.ts";
import { brokenRule } from "./rules.ts";
import { secretVariables } from "./secret-variables.table.ts";
import { type EnvironmentSecrets, takeSecrets } from "./take-secrets.ts";

const known: ReadonlySet<string> = new Set([
  ...optionNames.map((name) => optionRow(name).variable),
  ...Object.keys(secretVariables),
]);

/**
 * Makes the configuration of `portcullis start` from its arguments (without the command's name) and the environment.
 * Removes the secrets from `env`. The first problem found is returned as one sentence.
 */
export function loadConfig(argv: readonly string[], env: Environment): Config | ConfigProblem {
  const secrets = takeSecrets(env);
  if ("problem" in secrets) return secrets;
  const values = readOptions(argv, env);
  if ("problem" in values) return values;
  const broken = brokenRule(values, secrets);
  if (broken !== undefined) return { problem: broken };
  return compose(values, secrets, unknownVariables(env, known));
}

function compose(values: OptionValues, secrets: EnvironmentSecrets, warnings: readonly string[]): Config {
  const { port } = values;
  const cert = values["tls-cert"];
  const key = values["tls-key"];
  const publicUrl = values["public-url"];
  const publicName = publicUrl === undefined ? [] : [new URL(publicUrl).hostname.replace(/^\[|\]$/g, "")];
  return {
    mode: values.ephemeral
      ? { kind: "ephemeral", rootCredentials: secrets.rootCredentials, testToken: secrets.testToken }
      : {
          kind: "durable",
          dataDirectory: values["data-dir"],
          database: databaseOf(values),
          masterKeyCommands: values["master-key-command"] ?? [],
          masterKeyFiles: values["master-key-file"] ?? [],
        },
    partition: values.partition,
    listen: {
      hosts: values.host,
      port,
      operatorPort: values["operator-port"] ?? (port === 0 ? 0 : port + 1),
      tls: cert === undefined || key === undefined ? undefined : { certFile: cert, keyFile: key },
      serverNames: [...new Set([...(values["server-names"] ?? []), ...publicName])],
      limits: {
        maxConnections: values["max-connections"],
        maxHeaderBytes: values["max-header-bytes"],
        maxHeaderCount: values["max-header-count"],
        headersTimeoutMs: values["headers-timeout"] * 1000,
        requestTimeoutMs: values["request-timeout"] * 1000,
        keepAliveTimeoutMs: values["keep-alive-timeout"] * 1000,
      },
    },
    basePath: values["base-path"],
    publicUrl,
    trustedProxies: values["trusted-proxies"] ?? [],
    mostStalenessMs: values["max-staleness"] * 1000,
    drainDelayMs: values["drain-delay"] * 1000,
    shutdownGraceMs: values["shutdown-grace"] * 1000,
    logLevel: values["log-level"],
    warnings,
  };
}
