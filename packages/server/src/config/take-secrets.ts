import type { ConfigProblem, RootCredentials } from "./config.ts";
import type { Environment } from "./read-options.ts";
import { type Secret, secret } from "./secret.ts";
import { type SecretVariable, secretVariables } from "./secret-variables.table.ts";

export interface EnvironmentSecrets {
  readonly rootCredentials: RootCredentials | undefined;
  readonly testToken: Secret | undefined;
  /** The first variable that was set, for the message where none may be. */
  readonly firstSet: SecretVariable | undefined;
}

// What the Credential element of Signature Version 4 can carry without ambiguity.
const accessKeyId = /^[\w.@+-]{1,128}$/;
const visible = /^[\x21-\x7e]+$/;

/** Reads the secrets of the environment and removes them from it, whatever the mode. */
export function takeSecrets(env: Environment): EnvironmentSecrets | ConfigProblem {
  const taken = new Map<SecretVariable, string>();
  for (const name of Object.keys(secretVariables) as SecretVariable[]) {
    const text = env[name];
    delete env[name];
    if (text !== undefined && text !== "") taken.set(name, text);
  }
  const id = taken.get("PORTCULLIS_ROOT_ACCESS_KEY_ID");
  const key = taken.get("PORTCULLIS_ROOT_SECRET_ACCESS_KEY");
  const token = taken.get("PORTCULLIS_TEST_TOKEN");
  if ((id === undefined) !== (key === undefined)) {
    return {
      problem:
        "PORTCULLIS_ROOT_ACCESS_KEY_ID and PORTCULLIS_ROOT_SECRET_ACCESS_KEY are set together or not at all.",
    };
  }
  if (id !== undefined && !accessKeyId.test(id)) {
    return { problem: "PORTCULLIS_ROOT_ACCESS_KEY_ID must be 1 to 128 of letters, digits and _ . @ + -." };
  }
  if (key !== undefined && (!visible.test(key) || key.length > 128)) {
    return { problem: "PORTCULLIS_ROOT_SECRET_ACCESS_KEY must be 1 to 128 visible ASCII characters." };
  }
  if (token !== undefined && (!visible.test(token) || token.length < 16 || token.length > 256)) {
    return { problem: "PORTCULLIS_TEST_TOKEN must be 16 to 256 visible ASCII characters." };
  }
  return {
    rootCredentials:
      id === undefined || key === undefined ? undefined : { accessKeyId: id, secretAccessKey: secret(key) },
    testToken: token === undefined ? undefined : secret(token),
    firstSet: taken.keys().next().value,
  };
}
