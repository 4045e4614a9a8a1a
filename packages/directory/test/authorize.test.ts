import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  authorize,
  type Caller,
  type Check,
  type Denial,
  type Entity,
  trustSet,
} from "@portcullis/directory";
import {
  account,
  ann,
  facts,
  rootCaller,
  session,
  sessionCaller,
  stateOf,
  userCaller,
  worker,
} from "./callers.ts";
import { samples } from "./samples.ts";

const statement = (Effect: string, Action: string | readonly string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource: "*" }] });
const allow = (...actions: readonly string[]) => statement("Allow", actions);
const inline = (text: string) => ({ inline: [{ name: "own", text }] });
const ownArn = "arn:aws:iam::123456789012:policy/Own";
const own = (text: string): Entity => ({
  ...samples.policy,
  path: "/",
  versions: [{ number: 1, text, created: 1 }],
});

const check = (action: string, more: Partial<Check> = {}): Check => ({
  action,
  target: { arn: "arn:aws:iam::123456789012:group/G", account },
  ...more,
});
const ask = (caller: Caller, ...checks: readonly Check[]): Denial | undefined =>
  authorize("aws", caller, facts, checks);
const may = (caller: Caller, action: string) => ask(caller, check(action)) === undefined;

describe("what a user may do", () => {
  it("is what its own inline and attached policies and its groups' give together", () => {
    const group = {
      ...samples.group,
      ...inline(allow("iam:C")),
      attached: ["arn:aws:iam::aws:policy/IAMReadOnlyAccess"],
    };
    const user = { ...ann, ...inline(allow("iam:A")), attached: [ownArn], groups: [group.id] };
    const caller = userCaller(stateOf(user, group, own(allow("iam:B"))));
    for (const action of ["iam:A", "iam:B", "iam:C", "iam:GetGroup"]) assert.ok(may(caller, action), action);
    assert.ok(!may(caller, "iam:D"));
  });

  it("ends where any of them denies", () => {
    const group = { ...samples.group, ...inline(statement("Deny", "iam:A")) };
    const caller = userCaller(stateOf({ ...ann, ...inline(allow("*")), groups: [group.id] }, group));
    assert.ok(!may(caller, "iam:A"));
    assert.ok(may(caller, "iam:B"));
  });

  it("is nothing where an attached policy cannot be found", () => {
    const caller = userCaller(stateOf({ ...ann, ...inline(allow("*")), attached: [ownArn] }));
    assert.ok(!may(caller, "iam:A"));
  });

  it("is nothing more for a group that is not there", () => {
    const caller = userCaller(stateOf({ ...ann, ...inline(allow("iam:A")), groups: ["AGPAGONE"] }));
    assert.ok(may(caller, "iam:A"));
  });

  it("is bounded by the boundary, and by nothing at all where that is gone", () => {
    const bounded = { ...ann, ...inline(allow("iam:A", "iam:B")), boundary: ownArn };
    const caller = userCaller(stateOf(bounded, own(allow("iam:B", "iam:C"))));
    assert.deepEqual(
      ["iam:A", "iam:B", "iam:C"].map((action) => may(caller, action)),
      [false, true, false],
    );
    assert.ok(!may(userCaller(stateOf(bounded)), "iam:B"));
  });

  it("changes with the state, and with nothing else", () => {
    const before = stateOf({ ...ann, attached: [ownArn] }, own(allow("iam:A")));
    assert.ok(may(userCaller(before), "iam:A"));
    assert.ok(may(userCaller(before), "iam:A"));
    const after = stateOf({ ...ann, attached: [ownArn] }, own(allow("iam:B")));
    assert.deepEqual(
      ["iam:A", "iam:B"].map((action) => may(userCaller(after), action)),
      [false, true],
    );
    assert.ok(may(userCaller(before), "iam:A"));
  });
});

describe("what root may do", () => {
  it("is everything in its account, and nothing in another", () => {
    const root = rootCaller(stateOf());
    assert.ok(may(root, "iam:Anything"));
    const theirs = check("iam:A", {
      target: { arn: "arn:aws:iam::210987654321:group/G", account: "210987654321" },
    });
    assert.ok(ask(root, theirs) !== undefined);
    assert.ok(ask(root, check("iam:A", { target: { arn: "*", account: undefined } })) !== undefined);
  });
});

describe("what a role session may do", () => {
  const state = stateOf({ ...worker, ...inline(allow("iam:A", "iam:B")) }, own(allow("iam:B", "iam:C")));

  it("is what the role may, narrowed by session policies, which add up", () => {
    assert.ok(may(sessionCaller(state), "iam:A"));
    const narrowed = sessionCaller(state, { policyArns: [ownArn] });
    assert.deepEqual(
      ["iam:A", "iam:B", "iam:C"].map((action) => may(narrowed, action)),
      [false, true, false],
    );
    const both = sessionCaller(state, { policyArns: [ownArn], policy: allow("iam:A") });
    assert.deepEqual(
      ["iam:A", "iam:B", "iam:C"].map((action) => may(both, action)),
      [true, true, false],
    );
  });

  it("is nothing where a session policy is gone or cannot be read", () => {
    const gone = sessionCaller(state, {
      policyArns: ["arn:aws:iam::123456789012:policy/Gone"],
      policy: allow("*"),
    });
    assert.ok(!may(gone, "iam:A"));
    assert.ok(!may(sessionCaller(state, { policy: "{" }), "iam:A"));
  });

  it("follows a managed session policy, also on facts that are used again", () => {
    const facts = { ...session, policyArns: [ownArn] };
    const use = (text: string) =>
      may(sessionCaller(stateOf({ ...worker, ...inline(allow("*")) }, own(text)), facts), "iam:A");
    assert.deepEqual([use(allow("iam:A")), use(allow("iam:B")), use(allow("iam:A"))], [true, false, true]);
  });

  it("is bounded by the role's boundary", () => {
    const bounded = stateOf({ ...worker, ...inline(allow("*")), boundary: ownArn }, own(allow("iam:A")));
    assert.deepEqual(
      ["iam:A", "iam:B"].map((action) => may(sessionCaller(bounded), action)),
      [true, false],
    );
  });
});

describe("what the kind of credentials rules out", () => {
  const state = stateOf({ ...ann, ...inline(allow("*")) }, { ...worker, ...inline(allow("*")) });
  const callers = {
    key: userCaller(state),
    role: sessionCaller(state),
    user: sessionCaller(state, { kind: "user-session", principalId: ann.id }),
    proved: sessionCaller(state, { kind: "user-session", principalId: ann.id, mfaAt: 1 }),
    root: sessionCaller(state, { kind: "root-session", principalId: account }),
    guest: sessionCaller(state, { kind: "federated-user", principalId: ann.id, policy: allow("*") }),
  } as const;

  it("holds whatever policies say", () => {
    const allowed = (caller: Caller) =>
      [
        "iam:A",
        "sts:AssumeRole",
        "sts:GetFederationToken",
        "sts:GetSessionToken",
        "sts:GetCallerIdentity",
        "s3:A",
      ]
        .filter((action) => may(caller, action))
        .map((action) => action.split(":").at(-1));
    // Trust is asked by an operation; here nothing stands against assuming but the kind of credentials.
    const all = ["A", "GetFederationToken", "GetSessionToken", "GetCallerIdentity", "A"];
    assert.deepEqual(
      allowed(callers.key).filter((name) => name !== "AssumeRole"),
      all,
    );
    assert.deepEqual(
      allowed(callers.role).filter((name) => name !== "AssumeRole"),
      ["A", "GetCallerIdentity", "A"],
    );
    assert.deepEqual(
      allowed(callers.user).filter((name) => name !== "AssumeRole"),
      ["GetCallerIdentity", "A"],
    );
    assert.deepEqual(
      allowed(callers.proved).filter((name) => name !== "AssumeRole"),
      ["A", "GetCallerIdentity", "A"],
    );
    assert.deepEqual(allowed(callers.root), ["GetCallerIdentity", "A"]);
    assert.deepEqual(allowed(callers.guest), ["GetCallerIdentity", "A"]);
  });

  it("is told in AWS's words", () => {
    assert.deepEqual(
      { ...ask(callers.user, check("iam:A")), check: undefined },
      {
        code: "InvalidClientTokenId",
        message: "The security token included in the request is invalid",
        check: undefined,
        decision: undefined,
      },
    );
    assert.equal(
      ask(callers.role, check("sts:GetFederationToken"))?.message,
      "Cannot call GetFederationToken with session credentials",
    );
    assert.equal(
      ask(rootCaller(state), check("sts:AssumeRole"))?.message,
      "Roles may not be assumed by root accounts.",
    );
  });

  it("does not keep a user's session from assuming a role that trusts it", () => {
    const trust = (name: string) => ({
      ...worker,
      trust: {
        text: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { AWS: name }, Action: "sts:AssumeRole" }],
        }),
        principalIds: {},
      },
    });
    const on = check("sts:AssumeRole", {
      target: {
        arn: "arn:aws:iam::123456789012:role/jobs/Worker",
        account,
        policy: trustSet(trust(account)),
      },
    });
    for (const caller of [callers.key, callers.user, callers.role]) assert.equal(ask(caller, on), undefined);
    for (const caller of [callers.root, callers.guest]) assert.ok(ask(caller, on) !== undefined);
  });
});

describe("a denial", () => {
  const caller = userCaller(stateOf({ ...ann, ...inline(allow("iam:A")) }));
  const sentence = "User: arn:aws:iam::123456789012:user/staff/Ann is not authorized to perform: iam:B";
  const reason = "because no identity-based policy allows the iam:B action";
  const target = { arn: "arn:aws:iam::123456789012:group/G", account };

  it("names the resource by its ARN, as it is spoken of, or not at all", () => {
    assert.equal(ask(caller, check("iam:B"))?.message, `${sentence} on resource: ${target.arn} ${reason}`);
    const spoken = (text: string) =>
      ask(caller, check("iam:B", { target: { ...target, spoken: text } }))?.message;
    assert.equal(spoken("group G"), `${sentence} on resource: group G ${reason}`);
    assert.equal(spoken(""), `${sentence} ${reason}`);
  });

  it("gives no reason where the check is terse", () => {
    assert.equal(
      ask(caller, check("iam:B", { terse: true }))?.message,
      `${sentence} on resource: ${target.arn}`,
    );
  });

  it("is of the first check that is refused; all must be allowed", () => {
    assert.match(ask(caller, check("iam:A"), check("iam:B"), check("iam:C"))?.message ?? "", /iam:B on/);
    assert.equal(ask(caller, check("iam:A"), check("iam:A")), undefined);
    assert.equal(ask(caller), undefined);
  });

  it("comes with the decision that it rests on", () => {
    assert.equal(ask(caller, check("iam:B"))?.decision?.outcome, "ImplicitDeny");
    assert.equal(ask(caller, check("iam:B"))?.code, "AccessDenied");
  });
});
