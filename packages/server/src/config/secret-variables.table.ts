/**
 * What an ephemeral server takes from the environment, and only from there. Read once and removed from the
 * environment, so that no child process and no later code finds it.
 */
export const secretVariables = {
  PORTCULLIS_ROOT_ACCESS_KEY_ID: "Access key id of the root user; any form. Made when it is not set.",
  PORTCULLIS_ROOT_SECRET_ACCESS_KEY: "Its secret. Both are set or neither.",
  PORTCULLIS_TEST_TOKEN: "Bearer token of the test controls. Made and shown at the start when it is not set.",
} as const;

export type SecretVariable = keyof typeof secretVariables;
