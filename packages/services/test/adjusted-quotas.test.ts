import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Account, AdjustedQuotas } from "@portcullis/directory";
import { home, newCloud, other, start } from "./harness.ts";

const account = (id: string, quotas: AdjustedQuotas): Account => ({
  kind: "account",
  id,
  created: start,
  quotas,
});

describe("quotas that were adjusted for an account", () => {
  it("hold in it alone, and are told with the refusal and in its summary", () => {
    const cloud = newCloud();
    cloud.put(home, account(home, { groups: 2, trustPolicySize: 4096 }));
    for (const GroupName of ["One", "Two"]) cloud.call(cloud.root(), "iam:CreateGroup", { GroupName });
    const third = { GroupName: "Three" };
    assert.deepEqual(cloud.refusal(cloud.root(), "iam:CreateGroup", third), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for GroupsPerAccount: 2",
    });
    for (const GroupName of ["One", "Two", "Three"])
      cloud.call(cloud.root(other), "iam:CreateGroup", { GroupName });

    const { SummaryMap: own } = cloud.call(cloud.root(), "iam:GetAccountSummary");
    assert.deepEqual([own?.GroupsQuota, own?.AssumeRolePolicySizeQuota, own?.RolesQuota], [2, 4096, 1000]);
    const { SummaryMap: others } = cloud.call(cloud.root(other), "iam:GetAccountSummary");
    assert.deepEqual([others?.GroupsQuota, others?.AssumeRolePolicySizeQuota], [300, 2048]);
  });

  it("make room for longer trust policies, whose principals are looked up", () => {
    const cloud = newCloud();
    const named = `arn:aws:iam::${other}:user/Ann`;
    cloud.call(cloud.root(other), "iam:CreateUser", { UserName: "Ann" });
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Sid: "S".repeat(3000), Effect: "Allow", Principal: { AWS: named }, Action: "sts:AssumeRole" },
      ],
    });
    const role = { RoleName: "Visitor", AssumeRolePolicyDocument: trust };
    assert.equal(
      cloud.refusal(cloud.root(), "iam:CreateRole", role).message,
      "Cannot exceed quota for ACLSizePerRole: 2048",
    );
    cloud.put(home, account(home, { trustPolicySize: 4096 }));
    cloud.call(cloud.root(), "iam:CreateRole", role);
  });

  it("never go beyond what AWS raises them to", () => {
    const cloud = newCloud();
    cloud.put(home, account(home, { groups: 1_000_000, policiesPerRole: 26 }));
    const { SummaryMap: own } = cloud.call(cloud.root(), "iam:GetAccountSummary");
    assert.deepEqual([own?.GroupsQuota, own?.AttachedPoliciesPerRoleQuota], [500, 25]);
  });
});
