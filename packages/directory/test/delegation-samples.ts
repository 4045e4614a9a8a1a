import type { EntityOf } from "@portcullis/directory";
import fc from "fast-check";

type Kinds = "delegation-template" | "delegation-request";

export const delegationSamples: { readonly [K in Kinds]: Required<EntityOf<K>> } = {
  "delegation-template": {
    kind: "delegation-template",
    id: "set-up",
    account: "111122223333",
    partner: "Example Partner",
    generation: "0d2b7c1e-5a3f-4b6d-9c8e-7f6a5b4c3d2e",
    created: 1,
    updated: 2,
    text: '{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::@{bucket}/*"}}',
  },
  "delegation-request": {
    kind: "delegation-request",
    id: "7b7dc6a3-1d4e-4f00-8f2c-1a2b3c4d5e6f",
    requestor: "111122223333",
    requestorName: "Example Partner",
    template: "set-up",
    generation: "0d2b7c1e-5a3f-4b6d-9c8e-7f6a5b4c3d2e",
    parameters: [{ name: "bucket", type: "stringList", values: ["a", "b"] }],
    policy: '{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}}',
    description: "Sets up the product.",
    message: "Asked for by Ann.",
    workflow: "workflow-1",
    redirectUrl: "https://partner.example.com/done",
    channel: "arn:aws:sns:us-east-1:111122223333:delegations",
    duration: 3600,
    onlySendByOwner: true,
    ownerAccount: "123456789012",
    owner: { id: "AIDAAAAAAAAAAAAAAAAAA", arn: "arn:aws:iam::123456789012:user/Ann" },
    approver: {
      session: "assumed-role",
      principalId: "AROAAAAAAAAAAAAAAAAAA",
      name: "ann",
      arn: "arn:aws:sts::123456789012:assumed-role/Admin/ann",
      accepted: 3,
      mfaAt: 2,
      tags: [{ key: "team", value: "blue" }],
      transitiveTagKeys: ["team"],
      sourceIdentity: "ann",
    },
    state: "REJECTED",
    since: 4,
    created: 1,
    updated: 5,
    notes: "Please look at this.",
    rejectionReason: "Too much.",
  },
};

const few = (start: string, count: number) =>
  fc.nat(count - 1).map((at) => `${start}${String.fromCharCode(65 + at)}`);

export const anyDelegationRequest: fc.Arbitrary<EntityOf<"delegation-request">> = few("delegation", 4).chain(
  (id) =>
    fc
      .record({
        requestor: few("11112222333", 2),
        created: fc.nat(3),
        owned: fc.oneof(
          fc.constant({}),
          few("12345678901", 2).map((ownerAccount) => ({ ownerAccount, owner: { id: "AIDA", arn: "arn" } })),
        ),
      })
      .map(({ requestor, created, owned }) => ({
        kind: "delegation-request" as const,
        id,
        requestor,
        requestorName: "Partner",
        template: "set-up",
        generation: "first",
        parameters: [],
        policy: "{}",
        description: "",
        workflow: id,
        channel: "",
        duration: 3600,
        onlySendByOwner: false,
        ...owned,
        state: "ASSIGNED" as const,
        since: created,
        created,
        updated: created,
      })),
);
