/**
 * What an ephemeral server takes from the environment, and only from there. Read once and removed from the
 * environment, so that no child process and no later code finds it.
 */
export const secretVariables = {
  PORTCULLIS_ROOT_ACCESS_KEY_ID:
    "Access key id of the root user; any form. Made, and shown on a terminal, when it is not set.",
  PORTCULLIS_ROOT_SECRET_ACCESS_KEY: "Its secret. Both are set or neither.",
  PORTCULLIS_TEST_TOKEN:
    "Bearer token of the test controls, 16 to 256 visible characters. Made, and shown on a terminal, when it is not set.",
} as const;

export type SecretVariable = keyof typeof secretVariables;
