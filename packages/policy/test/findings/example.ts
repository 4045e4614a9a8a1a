import type { PolicyType } from "@portcullis/policy";

/** Two documents that differ in little: one has the finding, the other does not. */
export interface Example {
  readonly code: string;
  readonly type: PolicyType;
  readonly found: string;
  readonly spared: string;
}

type Members = Readonly<Record<string, unknown>>;

export function policy(...statements: readonly unknown[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A statement without findings, but for what is given. */
export function allow(members: Members = {}): Members {
  return { Effect: "Allow", Action: "shop:GetItem", Resource: ITEM, ...members };
}

export function deny(members: Members = {}): Members {
  return { ...allow(members), Effect: "Deny" };
}

/** A statement on a resource, likewise. */
export function share(members: Members = {}): Members {
  return allow({ Principal: { AWS: ANN }, ...members });
}

export function trust(members: Members = {}): Members {
  return { Effect: "Allow", Principal: { AWS: ANN }, Action: "sts:AssumeRole", ...members };
}

/** The statement with a member less. */
export function without(statement: Members, name: string): Members {
  return Object.fromEntries(Object.entries(statement).filter(([key]) => key !== name));
}

/** An example of an identity policy with one statement. */
export function example(code: string, found: Members, spared: Members): Example {
  return { code, type: "identity", found: policy(found), spared: policy(spared) };
}

/** One with a condition. */
export function conditions(code: string, found: Members, spared: Members): Example {
  return example(code, allow({ Condition: found }), allow({ Condition: spared }));
}

/** One of another type, with one statement. */
export function typed(type: PolicyType, code: string, found: Members, spared: Members): Example {
  return { code, type, found: policy(found), spared: policy(spared) };
}

export const ANN = "arn:aws:iam::123456789012:user/ann";
export const ROLE = "arn:aws:iam::123456789012:role/app/worker";
export const ITEM = "arn:aws:shop:eu-central-1:123456789012:item/7";
export const SAML = "arn:aws:iam::123456789012:saml-provider/corp";
export const OIDC = "arn:aws:iam::123456789012:oidc-provider/id.example.org";
export const GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
