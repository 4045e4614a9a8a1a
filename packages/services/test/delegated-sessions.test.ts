/** What a partner gets of a delegation: what it exchanges its token for, sessions of whoever accepted. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InputOf, OperationId } from "@portcullis/services";
import { type Delegating, hour, named, newDelegating, put, template } from "./delegating.ts";
import { home, other, Refused, start, type Who } from "./harness.ts";
import { allow, document, holder, person, role, trust } from "./people.ts";

const words = (arn: string, what: string) => ({
  code: "AccessDenied",
  message: `User: ${arn} is not authorized to perform: ${what}`,
});

/** The credentials that the partner's account gets for a token. */
function exchange({ cloud, partner }: Delegating, TradeInToken: string): Who {
  return holder(cloud.call(partner, "sts:GetDelegatedAccessToken", { TradeInToken }));
}

/** A delegation of one policy by a user or role of this account. */
function delegated(policy: string, accept: (cloud: Delegating["cloud"]) => Who) {
  const all = newDelegating();
  const { cloud, request, token } = all;
  put(cloud, "other", policy);
  const id = request({ Permissions: { PolicyTemplateArn: "arn:aws:iam:::delegation-template/other" } });
  const who = accept(cloud);
  cloud.call(who, "iam:AssociateDelegationRequest", named(id));
  cloud.call(who, "iam:AcceptDelegationRequest", named(id));
  cloud.call(who, "iam:SendDelegationToken", named(id));
  return { ...all, id, who, session: exchange(all, token(id)) };
}

describe("a delegated session", () => {
  it("is whoever accepted, and does what the policy allows and that one may", () => {
    const all = newDelegating();
    const { cloud, partner, finalized, token } = all;
    const output = cloud.call(partner, "sts:GetDelegatedAccessToken", { TradeInToken: token(finalized()) });
    assert.equal(output.AssumedPrincipal, `arn:aws:iam::${home}:user/Admin`);
    assert.equal(output.Credentials?.Expiration, start + hour);
    const size = output.PackedPolicySize ?? 0;
    assert.ok(size > 0 && size < 100, `${size} percent`);
    const session = holder(output);
    assert.equal(cloud.call(session, "sts:GetCallerIdentity").Arn, output.AssumedPrincipal);
    assert.equal(cloud.call(session, "iam:GetUser", { UserName: "Ann" }).User.UserName, "Ann");
    assert.deepEqual(
      cloud.refusal(session, "iam:DeleteUser", { UserName: "Ann" }),
      words(
        `arn:aws:iam::${home}:user/Admin`,
        "iam:DeleteUser on resource: user Ann because no session policy allows the iam:DeleteUser action",
      ),
    );
  });

  it("does nothing that whoever accepted may not do, whatever the policy asks for", () => {
    const accept = (cloud: Delegating["cloud"]) => person(cloud, "Bob", allow("iam:AcceptDelegationRequest"));
    const { cloud, session, who } = delegated(allow("*"), accept);
    const refused = cloud.refusal(session, "iam:GetUser", { UserName: "Ann" });
    assert.match(refused.message, /because no identity-based policy allows the iam:GetUser action$/);
    const root = cloud.root();
    const input = { UserName: "Bob", PolicyName: "more", PolicyDocument: allow("iam:GetUser") };
    cloud.call(root, "iam:PutUserPolicy", input);
    cloud.call(session, "iam:GetUser", { UserName: "Ann" });
    cloud.call(root, "iam:DeleteUserPolicy", { UserName: "Bob", PolicyName: "more" });
    assert.equal(cloud.refusal(session, "iam:GetUser", { UserName: "Ann" }).code, "AccessDenied");
    cloud.call(who, "sts:GetCallerIdentity");
  });

  it("of a role has the name, the tags and the source identity of the session that accepted", () => {
    const { cloud, session } = delegated(allow("iam:GetUser"), (cloud) => {
      const RoleArn = role(
        cloud,
        "Approver",
        document({ Action: "*", Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } } }),
        trust({ AWS: home }, { Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] }),
      );
      const bob = person(cloud, "Bob", allow("sts:*"));
      const Tags = [{ Key: "team", Value: "blue" }];
      return holder(
        cloud.call(bob, "sts:AssumeRole", { RoleArn, RoleSessionName: "bob", Tags, SourceIdentity: "bob" }),
      );
    });
    assert.equal(
      cloud.call(session, "sts:GetCallerIdentity").Arn,
      `arn:aws:sts::${home}:assumed-role/Approver/bob`,
    );
    cloud.call(session, "iam:GetUser", { UserName: "Ann" });
    cloud.call(cloud.root(), "iam:PutRolePolicy", {
      RoleName: "Approver",
      PolicyName: "own",
      PolicyDocument: document({ Action: "*", Condition: { StringEquals: { "aws:SourceIdentity": "ann" } } }),
    });
    assert.equal(cloud.refusal(session, "iam:GetUser", { UserName: "Ann" }).code, "AccessDenied");
  });

  it("of root is limited by the policy like any other", () => {
    const { cloud, session } = delegated(allow("iam:GetUser"), (cloud) => cloud.root());
    cloud.call(session, "iam:GetUser", { UserName: "Ann" });
    assert.deepEqual(
      cloud.refusal(session, "iam:ListUsers", {}),
      words(
        `arn:aws:iam::${home}:root`,
        `iam:ListUsers on resource: arn:aws:iam::${home}:user/ because no session policy allows the iam:ListUsers action`,
      ),
    );
  });

  it("ends with whoever accepted: no more credentials, and those that were given are nobody's", () => {
    const all = newDelegating();
    const { cloud, partner, admin, finalized, token } = all;
    const TradeInToken = token(finalized());
    const session = exchange(all, TradeInToken);
    const root = cloud.root();
    const user = { UserName: "Admin" };
    cloud.call(root, "iam:DeleteAccessKey", { ...user, AccessKeyId: admin.accessKeyId });
    cloud.call(root, "iam:DeleteUserPolicy", { ...user, PolicyName: "own" });
    cloud.call(root, "iam:DeleteUser", user);
    person(cloud, "Admin", allow("*"));
    assert.throws(() => cloud.call(session, "sts:GetCallerIdentity"), { code: "InvalidClientTokenId" });
    assert.deepEqual(cloud.refusal(partner, "sts:GetDelegatedAccessToken", { TradeInToken }), {
      code: "AccessDenied",
      message: "The principal that accepted the delegation request is no more.",
    });
  });

  it("is not given again once the sessions of whoever accepted were ended", () => {
    const { cloud, partner, finalized, token } = newDelegating();
    const TradeInToken = token(finalized());
    const user = cloud.state().indexes.usersByName.get("admin")!;
    cloud.now += 1000;
    cloud.put(home, { ...user, sessionsNotBefore: cloud.now });
    cloud.now += 1000;
    assert.equal(
      cloud.refusal(partner, "sts:GetDelegatedAccessToken", { TradeInToken }).code,
      "AccessDenied",
    );
  });
});

describe("an exchange token", () => {
  it("is told as often as it is asked for, exchanged as often, and gives no later end", () => {
    const { cloud, partner, finalized, token } = newDelegating();
    const id = finalized();
    cloud.now += hour / 2;
    for (const TradeInToken of [token(id), token(id)]) {
      const { Credentials } = cloud.call(partner, "sts:GetDelegatedAccessToken", { TradeInToken });
      assert.equal(Credentials?.Expiration, start + hour);
    }
    const TradeInToken = token(id);
    cloud.now += hour / 2;
    assert.deepEqual(cloud.refusal(partner, "sts:GetDelegatedAccessToken", { TradeInToken }), {
      code: "ExpiredTradeInTokenException",
      message: "The trade-in token has expired.",
    });
    assert.equal(token(id), "", "and is told no longer");
  });

  it("is of no use to another account, nor when anything in it was changed", () => {
    const { cloud, partner, admin, finalized, token } = newDelegating();
    const [first, second] = [finalized(), finalized()];
    const TradeInToken = token(first);
    const [owner, , seal] = TradeInToken.split(".");
    const invalid = { code: "InvalidParameterValue", message: "The trade-in token is not valid." };
    assert.deepEqual(cloud.refusal(admin, "sts:GetDelegatedAccessToken", { TradeInToken }), invalid);
    for (const changed of [
      `${owner}.${second}.${seal}`,
      `${other}.${first}.${seal}`,
      `${TradeInToken}.x`,
      `${TradeInToken.slice(0, -1)}!`,
      `${owner}.${first}`,
      "x".repeat(10_000),
      ".",
    ]) {
      const refused = cloud.refusal(partner, "sts:GetDelegatedAccessToken", { TradeInToken: changed });
      assert.deepEqual(refused, invalid);
    }
  });

  it("takes a permission in the partner's account", () => {
    const { cloud, finalized, token } = newDelegating();
    const TradeInToken = token(finalized());
    const nobody = person(cloud, "Nobody", undefined, other);
    assert.deepEqual(
      cloud.refusal(nobody, "sts:GetDelegatedAccessToken", { TradeInToken }),
      words(
        `arn:aws:iam::${other}:user/Nobody`,
        "sts:GetDelegatedAccessToken because no identity-based policy allows the sts:GetDelegatedAccessToken action",
      ),
    );
    const bob = person(cloud, "Bob", allow("sts:GetDelegatedAccessToken"), other);
    cloud.call(bob, "sts:GetDelegatedAccessToken", { TradeInToken });
  });

  it("gives nothing more once the operator took the partner's template away", () => {
    const { cloud, partner, finalized, token } = newDelegating();
    const TradeInToken = token(finalized());
    cloud.call(cloud.root(), "portcullis:DeleteDelegationTemplate", { Name: "set-up" });
    assert.equal(
      cloud.refusal(partner, "sts:GetDelegatedAccessToken", { TradeInToken }).code,
      "ExpiredTradeInTokenException",
    );
  });

  it("attack: comes back to life when the operator registers a template of the same name again", () => {
    const { cloud, partner, finalized, token } = newDelegating();
    const id = finalized();
    const TradeInToken = token(id);
    cloud.call(cloud.root(), "portcullis:DeleteDelegationTemplate", { Name: "set-up" });
    cloud.now += 1000;
    put(cloud, "set-up", template);
    assert.equal(
      cloud.refusal(partner, "sts:GetDelegatedAccessToken", { TradeInToken }).code,
      "ExpiredTradeInTokenException",
    );
    assert.equal(token(id), "");
  });

  it("attack: is exchanged again, after the sessions of the approver were revoked, for one that counts as newer", () => {
    const all = newDelegating();
    const { cloud, finalized, token } = all;
    const TradeInToken = token(finalized());
    cloud.now += 60_000;
    const older = { DateLessThan: { "aws:TokenIssueTime": new Date(cloud.now).toISOString() } };
    cloud.call(cloud.root(), "iam:PutUserPolicy", {
      UserName: "Admin",
      PolicyName: "AWSRevokeOlderSessions",
      PolicyDocument: document({ Effect: "Deny", Action: "*", Condition: older }),
    });
    cloud.now += 60_000;
    const session = exchange(all, TradeInToken);
    assert.match(
      cloud.refusal(session, "iam:GetUser", { UserName: "Ann" }).message,
      /with an explicit deny in an identity-based policy$/,
    );
  });
});

describe("attack: a partner makes more of a delegation than it was given", () => {
  const approver = (cloud: Delegating["cloud"]) => person(cloud, "Bob", allow("*"));

  const calls: { readonly [I in OperationId]?: InputOf<I> } = {
    "sts:GetSessionToken": {},
    "sts:GetDelegatedAccessToken": { TradeInToken: "x" },
    "iam:AcceptDelegationRequest": named("x".repeat(16)),
    "iam:AssociateDelegationRequest": named("x".repeat(16)),
    "iam:RejectDelegationRequest": named("x".repeat(16)),
    "iam:SendDelegationToken": named("x".repeat(16)),
    "iam:UpdateDelegationRequest": named("x".repeat(16)),
  };

  it("and gets no session without its limit, and decides on no delegation, with a policy that allows everything", () => {
    const { cloud, session } = delegated(allow("*"), approver);
    for (const [id, input] of Object.entries(calls) as [OperationId, never][]) {
      assert.match(cloud.refusal(session, id, input).code, /^(?:InvalidClientTokenId|AccessDenied)$/, id);
    }
  });

  it("and has none of the permissions that an owner has by default", () => {
    const { cloud, session, id } = delegated(allow("s3:*"), approver);
    for (const step of ["iam:GetDelegationRequest", "iam:RejectDelegationRequest"] as const) {
      assert.throws(() => cloud.call(session, step, named(id)), Refused);
    }
    const OwnerId = `arn:aws:iam::${home}:user/Bob`;
    assert.equal(cloud.refusal(session, "iam:ListDelegationRequests", { OwnerId }).code, "AccessDenied");
  });

  it("and assumes no role that trusts the approver by name, unless its policy allows that", () => {
    const trusting = (cloud: Delegating["cloud"]) =>
      role(cloud, "Trusting", allow("iam:*"), trust({ AWS: `arn:aws:iam::${home}:user/Bob` }));
    const assume = { RoleArn: `arn:aws:iam::${home}:role/Trusting`, RoleSessionName: "partner" };
    const narrow = delegated(allow("s3:*"), approver);
    trusting(narrow.cloud);
    assert.equal(narrow.cloud.refusal(narrow.session, "sts:AssumeRole", assume).code, "AccessDenied");
    narrow.cloud.call(narrow.who, "sts:AssumeRole", assume);
    const wide = delegated(allow("sts:AssumeRole"), approver);
    trusting(wide.cloud);
    wide.cloud.call(wide.session, "sts:AssumeRole", assume);
  });

  it("and a role that it assumes lasts no longer, and decides on no delegation either", () => {
    const { cloud, session, id } = delegated(allow("sts:AssumeRole"), approver);
    const RoleArn = role(cloud, "Worker", allow("*"), trust({ AWS: home }));
    cloud.now += hour / 2;
    const output = cloud.call(session, "sts:AssumeRole", { RoleArn, RoleSessionName: "partner" });
    assert.equal(output.Credentials?.Expiration, start + hour);
    const worker = holder(output);
    cloud.call(worker, "iam:GetUser", { UserName: "Ann" });
    assert.equal(
      cloud.refusal(worker, "iam:AcceptDelegationRequest", named(id)).code,
      "InvalidClientTokenId",
    );
  });
});
