import { outboundSecretOf } from "@portcullis/directory";
import { isFailure, throttled } from "../../framework/api.ts";
import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { newUuid } from "../../framework/uuid.ts";
import { findSelf } from "./find-self.ts";
import { unsignedToken } from "./unsigned-token.ts";

/**
 * A token by which other services know who the caller is. It is signed before the attempt, beside all calls, and counts
 * if the attempt, which decides anew, would have signed the same.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
 */
export const getWebIdentityToken = operation("sts:GetWebIdentityToken", {
  issuesCredentials: "outbound",
  find: (call) => ({ self: findSelf(call) }),
  async prepare(call, { outbound }) {
    const jti = newUuid(call.draw.bytes);
    const token = unsignedToken(call, jti);
    // The attempt says why.
    if (isFailure(token)) return { jti, text: undefined };
    const { id, secret, algorithm } = token.key;
    const place = { account: undefined, ...outboundSecretOf(id) };
    const key = { algorithm, sealed: secret, open: () => call.vault.open(place, secret) };
    return { jti, text: token.text, signature: await outbound.sign(call.account, key, token.text) };
  },
  run(call) {
    const { prepared } = call;
    const token = unsignedToken(call, prepared.jti);
    if (isFailure(token)) return { kind: "failed", failure: token };
    // Too many at once, or something of what it says changed meanwhile: either way the client may ask again.
    if (prepared.text !== token.text || prepared.signature === "busy") {
      return { kind: "failed", failure: throttled };
    }
    return answer({ WebIdentityToken: `${token.text}.${prepared.signature}`, Expiration: token.expires });
  },
});
