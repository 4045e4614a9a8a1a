import type { Caller, SessionFacts } from "./caller.ts";

/**
 * What temporary credentials may never do, whatever policies say. An action is refused where a rule of the
 * session's kind names its service or action, unless it stands under `except`.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_compare-features.html
 */
interface Limit {
  readonly refuses: readonly string[];
  readonly except: readonly string[];
  /** The limit ends when the session proved MFA. */
  readonly liftedByMfa: boolean;
}

const limits: Readonly<Record<SessionFacts["kind"], readonly Limit[]>> = {
  "assumed-role": [
    { refuses: ["sts:GetFederationToken", "sts:GetSessionToken"], except: [], liftedByMfa: false },
  ],
  "user-session": [
    { refuses: ["iam:*"], except: [], liftedByMfa: true },
    {
      refuses: ["sts:*"],
      // Tagging and the source identity are parts of AssumeRole; outbound tokens AWS was seen to give, too.
      except: [
        "sts:AssumeRole",
        "sts:TagSession",
        "sts:SetSourceIdentity",
        "sts:GetCallerIdentity",
        "sts:GetWebIdentityToken",
        "sts:TagGetWebIdentityToken",
      ],
      liftedByMfa: false,
    },
  ],
  "root-session": [
    { refuses: ["iam:*"], except: [], liftedByMfa: true },
    { refuses: ["sts:*"], except: ["sts:GetCallerIdentity"], liftedByMfa: false },
  ],
  "federated-user": [
    { refuses: ["iam:*"], except: [], liftedByMfa: false },
    { refuses: ["sts:*"], except: ["sts:GetCallerIdentity"], liftedByMfa: false },
  ],
};

/**
 * What a session that was delegated to a partner may never do: get credentials that its delegation does not limit, or
 * that outlive it, and decide on delegations. What else it may do in IAM says the policy that was asked for.
 */
const delegated: readonly Limit[] = [
  {
    refuses: ["sts:*"],
    except: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:GetCallerIdentity"],
    liftedByMfa: false,
  },
  {
    refuses: [
      "iam:AcceptDelegationRequest",
      "iam:AssociateDelegationRequest",
      "iam:CreateDelegationRequest",
      "iam:RejectDelegationRequest",
      "iam:SendDelegationToken",
      "iam:UpdateDelegationRequest",
    ],
    except: [],
    liftedByMfa: false,
  },
];

export interface CredentialRefusal {
  readonly code: "AccessDenied" | "InvalidClientTokenId";
  readonly message: string;
}

/** AWS's texts for what a session's kind rules out, as AccessDenied; for everything else the token is "invalid". */
const texts: Readonly<Record<string, string>> = {
  "sts:GetSessionToken": "Cannot call GetSessionToken with session credentials",
  "sts:GetFederationToken": "Cannot call GetFederationToken with session credentials",
};

/** Root may not assume roles, with long-term keys or with a session. */
const rootText = "Roles may not be assumed by root accounts.";

const invalidToken: CredentialRefusal = {
  code: "InvalidClientTokenId",
  message: "The security token included in the request is invalid",
};

const denied = (message: string): CredentialRefusal => ({ code: "AccessDenied", message });

/** AWS's refusal, or undefined where the kind of credentials does not stand in the way. */
export function credentialRefusal(caller: Caller, action: string): CredentialRefusal | undefined {
  if (caller.principal.kind === "root" && action === "sts:AssumeRole") return denied(rootText);
  const { session } = caller;
  if (session === undefined) return undefined;
  for (const limit of session.delegate === undefined ? limits[session.kind] : delegated) {
    if (limit.liftedByMfa && session.mfaAt !== undefined) continue;
    if (!limit.refuses.some((pattern) => covers(pattern, action)) || limit.except.includes(action)) continue;
    const text = Object.hasOwn(texts, action) ? texts[action] : undefined;
    return text === undefined ? invalidToken : denied(text);
  }
  return undefined;
}

function covers(pattern: string, action: string): boolean {
  return pattern.endsWith(":*") ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}
