import { answer } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";
import { credentialsForm } from "./credentials-form.ts";
import { mfaProof } from "./mfa.ts";

/** Seconds; root's sessions are shorter. */
const DURATION = { user: 43_200, root: 3600 } as const;

/**
 * Needs no permission; takes long-term keys only.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const getSessionToken = operation("sts:GetSessionToken", {
  issuesCredentials: true,
  proof: mfaProof,
  checks: () => [],
  run(call) {
    const { caller, input, now } = call;
    const root = caller.user === undefined;
    const asked = input.DurationSeconds ?? (root ? DURATION.root : DURATION.user);
    // A longer wish of root's is cut to an hour, as AWS does.
    const seconds = root ? Math.min(asked, DURATION.root) : asked;
    const session = {
      account: caller.account,
      kind: root ? "root-session" : "user-session",
      principalId: caller.user?.id ?? caller.account,
      name: "",
      issued: now,
      expires: now + seconds * 1000,
      mfaAt: call.mfaAt,
      policyArns: [],
      tags: [],
      transitiveTagKeys: [],
      chained: false,
    } as const;
    const issued = call.vault.issue(session, call.draw.bytes);
    if ("oversize" in issued) throw new Error("a session without policies and tags is too large");
    return answer({ Credentials: credentialsForm(issued) });
  },
});
