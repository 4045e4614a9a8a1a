/** Any sequence of operations leaves an account as a simple model says, and deleting everything leaves nothing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { clearing } from "./account-clearing.ts";
import { arnOf, commands, making, type Step } from "./account-commands.ts";
import { type AccountModel, attachments, boundaries, emptyModel } from "./account-model.ts";
import { type Cloud, newCloud, Refused } from "./harness.ts";

const step: fc.Arbitrary<Step> = fc.record({
  command: fc.nat({ max: commands.length - 1 }),
  name: fc.nat({ max: 5 }),
  second: fc.nat({ max: 5 }),
  upper: fc.boolean(),
});

function take(cloud: Cloud, model: AccountModel, drawn: Step): void {
  const spell = (name: string) => (drawn.upper ? name.toUpperCase() : name);
  const make = commands[drawn.command];
  assert.ok(make);
  const { id, input, error, apply } = make(model, drawn, spell);
  let code: string | undefined;
  try {
    cloud.call(cloud.root(), id, input as never);
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    code = thrown.code;
  }
  assert.equal(code, error, `${id} ${JSON.stringify(input)}`);
  if (error === undefined) apply();
}

function agree(cloud: Cloud, model: AccountModel): void {
  const root = cloud.root();
  const { SummaryMap } = cloud.call(root, "iam:GetAccountSummary");
  const versions = [...model.policies.values()].reduce((sum, policy) => sum + policy.versions.size, 0);
  assert.equal(SummaryMap?.Users, model.users.size);
  assert.equal(SummaryMap?.Groups, model.groups.size);
  assert.equal(SummaryMap?.Roles, model.roles.size);
  assert.equal(SummaryMap?.Policies, model.policies.size);
  assert.equal(SummaryMap?.InstanceProfiles, model.profiles.size);
  assert.equal(SummaryMap?.PolicyVersionsInUse, versions);
  for (const [name, known] of model.policies) {
    const { Policy } = cloud.call(root, "iam:GetPolicy", { PolicyArn: arnOf(name) });
    assert.equal(Policy?.AttachmentCount, attachments(model, name));
    assert.equal(Policy?.PermissionsBoundaryUsageCount, boundaries(model, name));
    assert.equal(Policy?.DefaultVersionId, `v${known.default}`);
  }
  for (const [name, known] of model.users) {
    const { Groups } = cloud.call(root, "iam:ListGroupsForUser", { UserName: name });
    assert.deepEqual(new Set(Groups.map((group) => group.GroupName.toLowerCase())), known.groups);
    const { AttachedPolicies } = cloud.call(root, "iam:ListAttachedUserPolicies", { UserName: name });
    assert.deepEqual(new Set(AttachedPolicies?.map((policy) => policy.PolicyName)), known.attached);
    const { PolicyNames } = cloud.call(root, "iam:ListUserPolicies", { UserName: name });
    assert.deepEqual(new Set(PolicyNames), known.inline);
  }
  for (const name of model.groups.keys()) {
    const { Users } = cloud.call(root, "iam:GetGroup", { GroupName: name });
    const members = [...model.users].filter(([, user]) => user.groups.has(name)).map(([user]) => user);
    assert.deepEqual(new Set(Users.map((user) => user.UserName.toLowerCase())), new Set(members));
  }
}

function sizes(cloud: Cloud): Record<string, number> {
  const { byId, indexes, counts } = cloud.state();
  const all = { ...byId, ...indexes, counts };
  return Object.fromEntries(Object.entries(all).map(([name, map]) => [name, map.size]));
}

describe("any sequence of operations", () => {
  it("does what the model says, keeps every count, and can be undone to nothing", () => {
    const untouched = sizes(newCloud());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100, size: "max" }), (steps) => {
        const cloud = newCloud();
        const model = emptyModel();
        for (const each of making) take(cloud, model, each);
        for (const each of steps) take(cloud, model, each);
        agree(cloud, model);
        for (const [id, input] of clearing(model)) cloud.call(cloud.root(), id, input as never);
        assert.deepEqual(sizes(cloud), untouched);
      }),
      { numRuns: 150 },
    );
  });
});
