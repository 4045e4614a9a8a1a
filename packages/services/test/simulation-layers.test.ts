/** Boundaries, policies of an organization and policies of resources in a simulation. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home, other } from "./harness.ts";
import { allow } from "./people.ts";
import {
  A,
  ann,
  conditioned,
  denying,
  grant,
  type Input,
  one,
  reading,
  refused,
  sources,
} from "./simulating.ts";

describe("a boundary in a simulation", () => {
  it("limits, and is told by itself", () => {
    const bound = (text: string) => one({ PermissionsBoundaryPolicyInputList: [text], ResourceArns: [A] });
    const detail = (allowed: boolean) => ({ AllowedByPermissionsBoundary: allowed });
    const allowed = bound(reading);
    assert.equal(allowed.EvalDecision, "allowed");
    assert.deepEqual(allowed.PermissionsBoundaryDecisionDetail, detail(true));
    assert.deepEqual(sources(allowed), [["PolicyInputList.1", "IAM Policy"]]);
    const beyond = bound(allow("s3:PutObject"));
    assert.equal(beyond.EvalDecision, "implicitDeny");
    assert.deepEqual(beyond.MatchedStatements, []);
    assert.deepEqual(beyond.PermissionsBoundaryDecisionDetail, detail(false));
    const denied = bound(denying);
    assert.equal(denied.EvalDecision, "explicitDeny");
    assert.deepEqual(sources(denied), [
      ["PermissionsBoundaryPolicyInputList.1", "Permissions Boundary Policy"],
    ]);
    const [specific] = denied.ResourceSpecificResults ?? [];
    assert.deepEqual(specific?.PermissionsBoundaryDecisionDetail, detail(false));
    assert.deepEqual(sources(specific ?? {}), sources(denied));
  });

  it("is one", () => {
    assert.equal(
      refused({ PermissionsBoundaryPolicyInputList: [reading, reading] }),
      "InvalidInput: The list of Permissions Boundary policies cannot exceed 1 items.",
    );
  });
});

describe("policies of an organization in a simulation", () => {
  const under = (...levels: readonly (readonly string[])[]) =>
    one({
      OrderedOrganizationPolicyInputList: levels.map((texts) => ({ ServiceControlPolicyInputList: texts })),
    });
  const everything = allow("*");

  it("must allow on every level, and end it where they deny", () => {
    const allowed = under([everything], [denying.replace("Get", "Put"), everything]);
    assert.equal(allowed.EvalDecision, "allowed");
    assert.deepEqual(allowed.OrganizationsDecisionDetail, { AllowedByOrganizations: true });
    const beyond = under([everything], [allow("s3:PutObject")]);
    assert.equal(beyond.EvalDecision, "implicitDeny");
    const denied = under([denying, everything], [everything]);
    assert.equal(denied.EvalDecision, "explicitDeny");
    for (const { MatchedStatements, OrganizationsDecisionDetail } of [beyond, denied]) {
      assert.deepEqual(MatchedStatements, []);
      assert.deepEqual(OrganizationsDecisionDetail, { AllowedByOrganizations: false });
    }
    const asking = under([conditioned("StringEquals", "app:key", "yes")]);
    assert.deepEqual(asking.MissingContextValues, ["app:key"]);
  });

  it("are at least one on each level", () => {
    assert.equal(
      refused({ OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [] }] }),
      "InvalidInput: Organization policy at index 1 must contain at least one service control policy",
    );
    const tooMany = Array.from({ length: 8 }, () => ({ ServiceControlPolicyInputList: [everything] }));
    assert.match(refused({ OrderedOrganizationPolicyInputList: tooMany }), /^ValidationError: /);
  });
});

describe("a resource's policy in a simulation", () => {
  const base = { PolicyInputList: [], ResourceArns: [A], CallerArn: ann } as const;
  const foreign = { ResourceOwner: `arn:aws:iam::${other}:root` } as const;

  it("allows a caller of its own account by itself, where it names that one", () => {
    const direct = one({ ...base, ResourcePolicy: grant(ann) });
    assert.equal(direct.EvalDecision, "allowed");
    assert.deepEqual(sources(direct), [["ResourcePolicy", "Resource Policy"]]);
    assert.deepEqual(direct.EvalDecisionDetails, {});
    const both = one({ ...base, PolicyInputList: [reading], ResourcePolicy: grant(ann) });
    assert.deepEqual(sources(both).toSorted(), [
      ["PolicyInputList.1", "IAM Policy"],
      ["ResourcePolicy", "Resource Policy"],
    ]);
    const PermissionsBoundaryPolicyInputList = [allow("s3:PutObject")];
    const bound = one({ ...base, ResourcePolicy: grant(ann), PermissionsBoundaryPolicyInputList });
    assert.equal(bound.EvalDecision, "allowed");
    assert.deepEqual(bound.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: false });
  });

  it("leaves the decision to an account that it names", () => {
    const root = `arn:aws:iam::${home}:root`;
    assert.equal(one({ ...base, ResourcePolicy: grant(root) }).EvalDecision, "implicitDeny");
    const both = one({ ...base, PolicyInputList: [reading], ResourcePolicy: grant(root) });
    assert.equal(both.EvalDecision, "allowed");
  });

  it("must allow a caller of another account together with the caller's own", () => {
    const crossing = (more: Partial<Input>) =>
      one({ ...base, ...foreign, ResourcePolicy: grant(ann), ...more });
    const without = crossing({});
    assert.equal(without.EvalDecision, "implicitDeny");
    assert.deepEqual(without.MatchedStatements, []);
    assert.deepEqual(without.EvalDecisionDetails, {
      "IAM Policy": "implicitDeny",
      "Resource Policy": "allowed",
    });
    assert.deepEqual(without.ResourceSpecificResults?.[0]?.EvalDecisionDetails, without.EvalDecisionDetails);
    const both = crossing({ PolicyInputList: [reading] });
    assert.equal(both.EvalDecision, "allowed");
    assert.deepEqual(both.EvalDecisionDetails, { "IAM Policy": "allowed", "Resource Policy": "allowed" });
    const bound = crossing({ PolicyInputList: [reading], PermissionsBoundaryPolicyInputList: [denying] });
    assert.equal(bound.EvalDecision, "explicitDeny");
    assert.deepEqual(bound.EvalDecisionDetails, {
      "Permissions Boundary Policy": "explicitDeny",
      "IAM Policy": "allowed",
      "Resource Policy": "allowed",
    });
    const unknown = one({ ...base, ...foreign, PolicyInputList: [reading] });
    assert.equal(unknown.EvalDecision, "implicitDeny");
    assert.deepEqual(unknown.EvalDecisionDetails, {
      "IAM Policy": "allowed",
      "Resource Policy": "implicitDeny",
    });
  });

  it("counts for the account in a resource's ARN before the owner that is given", () => {
    const queue = `arn:aws:sqs:us-east-1:${home}:jobs`;
    const policy = grant(ann, queue).replace("s3:GetObject", "sqs:SendMessage");
    const result = one({
      ...base,
      ...foreign,
      ActionNames: ["sqs:SendMessage"],
      ResourceArns: [queue],
      ResourcePolicy: policy,
    });
    assert.equal(result.EvalDecision, "allowed");
    assert.deepEqual(result.EvalDecisionDetails, {});
  });

  it("is told where it denies", () => {
    const result = one({
      ...base,
      PolicyInputList: [reading],
      ResourcePolicy: grant("*", undefined, "Deny"),
    });
    assert.equal(result.EvalDecision, "explicitDeny");
    assert.deepEqual(sources(result), [["ResourcePolicy", "Resource Policy"]]);
  });

  it("may be the trust policy of a role, which must allow", () => {
    const role = `arn:aws:iam::${home}:role/Worker`;
    const assume = { ...base, ActionNames: ["sts:AssumeRole"], ResourceArns: [role] } as const;
    const trusting = (principal: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }],
      });
    const decided = (more: Partial<Input>) => one({ ...assume, ...more }).EvalDecision;
    const PolicyInputList = [allow("sts:AssumeRole")];
    assert.equal(decided({ ResourcePolicy: trusting(ann) }), "allowed");
    assert.equal(decided({ ResourcePolicy: trusting(`${ann}e`), PolicyInputList }), "implicitDeny");
    // Without it only the caller's side is asked for.
    assert.equal(decided({ PolicyInputList }), "allowed");
    assert.equal(decided({}), "implicitDeny");
  });

  it("speaks of roles, and of groups by their account alone", () => {
    const role = `arn:aws:iam::${home}:role/app/Worker`;
    const group = `arn:aws:iam::${home}:group/Readers`;
    const decided = (CallerArn: string, principal: string) =>
      one({ ...base, CallerArn, ResourcePolicy: grant(principal) }).EvalDecision;
    assert.equal(decided(role, role), "allowed");
    assert.equal(decided(role, ann), "implicitDeny");
    assert.equal(decided(group, "*"), "allowed");
    assert.equal(decided(group, home), "implicitDeny");
    // A group is no principal.
    assert.match(refused({ ...base, ResourcePolicy: grant(group) }), /^InvalidInput: /);
  });

  it("needs a caller and resources that are named", () => {
    const { CallerArn: _, ...nobody } = base;
    assert.equal(
      refused({ ...nobody, ResourcePolicy: grant(ann) }),
      "InvalidInput: Invalid caller - Caller cannot be null or empty.",
    );
    assert.equal(
      refused({ ...base, ResourceArns: [], ResourcePolicy: grant(ann) }),
      "InvalidInput: Invalid Entity Arn: * does not clearly define entity type and name.",
    );
    assert.equal(
      refused({ ...base, ResourcePolicy: grant(ann, "*") }),
      "InvalidInput: ResourceNames are not in a valid ARN format: *.",
    );
    for (const ResourceOwner of [other, "not-an-arn"])
      assert.equal(
        refused({ ...base, ResourceOwner, ResourcePolicy: grant(ann) }),
        `InvalidInput: '${ResourceOwner}' is not a valid as a Resource Owner.`,
      );
  });
});
