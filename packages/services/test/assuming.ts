/** Calls of AssumeRole as tests make them: the role Worker of the home account, unless they say otherwise. */
import type { InputOf, OutputOf } from "@portcullis/services";
import { type Cloud, home, type Who } from "./harness.ts";

export type More = Partial<InputOf<"sts:AssumeRole">>;

export const ann = "arn:aws:iam::123456789012:user/Ann";
/** What a trust policy allows where sessions may be tagged and carry a source identity. */
export const openActions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

export function arnOf(name: string, account: string = home): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

const input = (more: More) => ({ RoleArn: arnOf("Worker"), RoleSessionName: "job", ...more });

export function assume(cloud: Cloud, who: Who, more: More = {}): OutputOf<"sts:AssumeRole"> {
  return cloud.call(who, "sts:AssumeRole", input(more));
}

export function refusal(cloud: Cloud, who: Who, more: More = {}): ReturnType<Cloud["refusal"]> {
  return cloud.refusal(who, "sts:AssumeRole", input(more));
}

/** STS gives no reason. */
export function denied(who: string, action = "sts:AssumeRole", roleArn: string = arnOf("Worker")) {
  return {
    code: "AccessDenied",
    message: `User: ${who} is not authorized to perform: ${action} on resource: ${roleArn}`,
  };
}
