import { selfSessionArn } from "@portcullis/directory";
import { tokenAlgorithms } from "@portcullis/keys";
import type { Failure } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";
import type { Perhaps } from "../../framework/found.ts";
import { passedTags, repeatedFailure } from "../session-tags.ts";
import { DEFAULT_DURATION } from "./unsigned-token.ts";

type TokenCall = Call<"sts:GetWebIdentityToken">;

/**
 * The session that asks, on which permission is decided; with what policies may ask of the token. Its tags are claims of
 * the caller's and nobody else's, so that AWS takes `aws:` before their keys.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_policies.html
 */
export function findSelf(call: TokenCall): Perhaps<never> {
  const { Audience, DurationSeconds = DEFAULT_DURATION, SigningAlgorithm } = call.input;
  return {
    type: "self-session",
    // Events name the caller already.
    cloudType: "",
    label: "",
    arn: selfSessionArn(call.world.partition, call.account),
    account: call.account,
    entity: undefined,
    tags: undefined,
    boundary: undefined,
    policy: undefined,
    keys: new Map([
      ["sts:identitytokenaudience", Audience],
      ["sts:durationseconds", [String(DurationSeconds)]],
      ["sts:signingalgorithm", [SigningAlgorithm]],
    ]),
    invalid: algorithmFailure(SigningAlgorithm) ?? repeatedFailure(passedTags(call.input.Tags)),
    expect: "perhaps",
  };
}

/** The model has no list of them; these are the words in which AWS was seen to answer. */
function algorithmFailure(algorithm: string): Failure | undefined {
  if (tokenAlgorithms.some((known) => known === algorithm)) return undefined;
  return {
    code: "ValidationError",
    message:
      "Requested SigningAlgorithm is not supported. See the GetWebIdentityToken documentation for supported algorithms",
  };
}
