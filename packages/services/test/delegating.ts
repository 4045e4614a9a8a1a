/** A partner, its template, and requests that it makes. */
import type { InputOf } from "@portcullis/services";
import { type Cloud, home, newCloud, other, type Who } from "./harness.ts";
import { document, person } from "./people.ts";

export const hour = 3_600_000;
export const day = 24 * hour;

/** The request that a call is about. */
export const named = (DelegationRequestId: string) => ({ DelegationRequestId });

/** Lists buckets, and reads objects of those that are named. */
export const template = document(
  { Action: "s3:ListAllMyBuckets" },
  {
    Action: ["s3:GetObject", "iam:GetUser"],
    Resource: ["arn:aws:s3:::@{buckets}/*", "arn:aws:iam::@{owner-id}:user/*"],
  },
);
export const templateArn = "arn:aws:iam:::delegation-template/set-up";

export interface Delegating {
  readonly cloud: Cloud;
  readonly partner: Who;
  readonly ann: Who;
  readonly admin: Who;
  /** Makes a request, and gives its id. */
  request(more?: Partial<InputOf<"iam:CreateDelegationRequest">>): string;
  /** One that Ann took over and Admin accepted, and whose token was sent. */
  finalized(more?: Partial<InputOf<"iam:CreateDelegationRequest">>): string;
  token(id: string): string;
  state(id: string): string | undefined;
}

/** Ann may do nothing by policy; Admin everything. */
export function newDelegating(): Delegating {
  const cloud = newCloud();
  put(cloud, "set-up", template);
  const partner = cloud.root(other);
  const ann = person(cloud, "Ann");
  const admin = person(cloud, "Admin", document({ Action: "*" }));
  let made = 0;
  const request: Delegating["request"] = (more = {}) => {
    const { DelegationRequestId } = cloud.call(partner, "iam:CreateDelegationRequest", {
      ...asked,
      RequestorWorkflowId: `workflow-${++made}`,
      ...more,
    });
    return DelegationRequestId ?? "";
  };
  const all = () => cloud.call(partner, "portcullis:ListDelegationNotifications").Notifications;
  return {
    cloud,
    partner,
    ann,
    admin,
    request,
    finalized(more) {
      const DelegationRequestId = request(more);
      cloud.call(ann, "iam:AssociateDelegationRequest", { DelegationRequestId });
      cloud.call(admin, "iam:AcceptDelegationRequest", { DelegationRequestId });
      cloud.call(ann, "iam:SendDelegationToken", { DelegationRequestId });
      return DelegationRequestId;
    },
    token: (id) => all().find(({ RequestId }) => RequestId === id)?.ExchangeToken ?? "",
    state: (id) =>
      cloud.call(admin, "iam:GetDelegationRequest", { DelegationRequestId: id }).DelegationRequest?.State,
  };
}

export function put(cloud: Cloud, Name: string, Policy: string, RequestorAccountId = other) {
  const input = { Name, Policy, RequestorAccountId, RequestorName: "Example Partner" };
  return cloud.call(cloud.root(), "portcullis:PutDelegationTemplate", input).Template;
}

export const parameters = [
  { Name: "buckets", Values: ["one", "two"], Type: "stringList" },
  { Name: "owner-id", Values: [home], Type: "string" },
] as const;

export const asked = {
  Description: "Sets up the product.",
  Permissions: { PolicyTemplateArn: templateArn, Parameters: [...parameters] },
  RequestorWorkflowId: "workflow-0",
  NotificationChannel: `arn:aws:sns:us-east-1:${other}:delegations`,
  SessionDuration: 3600,
} satisfies InputOf<"iam:CreateDelegationRequest">;
