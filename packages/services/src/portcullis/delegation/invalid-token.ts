import type { Failure } from "../../framework/api.ts";

export const invalidToken: Failure = {
  code: "InvalidNextTokenException",
  message: "The specified token is not valid.",
};
