/** Temporary delegation: requests, who may do what with them, and the states that they go through. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { OperationId } from "@portcullis/services";
import { day, named, newDelegating, parameters, put, template, templateArn } from "./delegating.ts";
import { home, other, start } from "./harness.ts";
import { document, holder, person, role, trust } from "./people.ts";

const arn = (id: string) => `arn:aws:iam::${home}:delegation-request/${id}`;
const missing = (id: string) => ({
  code: "NoSuchEntity",
  message: `The delegation request with id ${id} cannot be found.`,
});
const denied = (user: string, action: string, id: string) => ({
  code: "AccessDenied",
  message: `User: arn:aws:iam::${home}:user/${user} is not authorized to perform: iam:${action} on resource: ${arn(id)} because no identity-based policy allows the iam:${action} action`,
});

describe("a delegation request", () => {
  it("shows the policy that its template makes of its parameters", () => {
    const { cloud, ann, request } = newDelegating();
    const id = request({
      OwnerAccountId: home,
      RequestMessage: "Asked for by Ann.",
      RedirectUrl: "https://partner.example.com/done",
      RequestorWorkflowId: "the workflow",
    });
    const { DelegationRequest } = cloud.call(ann, "iam:GetDelegationRequest", named(id));
    const { PermissionPolicy, ...rest } = DelegationRequest ?? {};
    assert.deepEqual(rest, {
      DelegationRequestId: id,
      OwnerAccountId: home,
      Description: "Sets up the product.",
      RequestMessage: "Asked for by Ann.",
      Permissions: { PolicyTemplateArn: templateArn, Parameters: parameters },
      RolePermissionRestrictionArns: [],
      State: "UNASSIGNED",
      ExpirationTime: start + day,
      RequestorId: other,
      RequestorName: "Example Partner",
      CreateDate: start,
      SessionDuration: 3600,
      RedirectUrl: "https://partner.example.com/done",
      OnlySendByOwner: false,
      UpdatedTime: start,
    });
    const [, second] = JSON.parse(PermissionPolicy ?? "").Statement;
    assert.deepEqual(second.Resource, [
      "arn:aws:s3:::one/*",
      "arn:aws:s3:::two/*",
      `arn:aws:iam::${home}:user/*`,
    ]);
  });

  it("goes from whoever takes it over to whoever may accept it, and then to the partner", () => {
    const { cloud, ann, admin, request, state } = newDelegating();
    const id = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    assert.equal(state(id), "ASSIGNED");
    cloud.call(ann, "iam:UpdateDelegationRequest", { ...named(id), Notes: "Please." });
    assert.equal(state(id), "PENDING_APPROVAL");
    cloud.call(admin, "iam:AcceptDelegationRequest", named(id));
    assert.equal(state(id), "ACCEPTED");
    cloud.call(ann, "iam:SendDelegationToken", named(id));
    const { DelegationRequest: last } = cloud.call(ann, "iam:GetDelegationRequest", named(id));
    assert.equal(last?.State, "FINALIZED");
    assert.equal(last?.Notes, "Please.");
    assert.equal(last?.OwnerAccountId, home);
    assert.equal(last?.OwnerId, `arn:aws:iam::${home}:user/Ann`);
    assert.equal(last?.ApproverId, `arn:aws:iam::${home}:user/Admin`);
  });

  it("is rejected with a reason, also once it was accepted", () => {
    const { cloud, ann, admin, request } = newDelegating();
    const id = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    cloud.call(admin, "iam:AcceptDelegationRequest", named(id));
    cloud.call(ann, "iam:RejectDelegationRequest", { ...named(id), Notes: "Too much." });
    const { DelegationRequest } = cloud.call(ann, "iam:GetDelegationRequest", named(id));
    assert.deepEqual(
      [DelegationRequest?.State, DelegationRequest?.RejectionReason],
      ["REJECTED", "Too much."],
    );
  });

  it("takes no step that its state does not allow", () => {
    const { cloud, admin, request, finalized, state } = newDelegating();
    const fresh = request();
    const rejected = request();
    cloud.call(admin, "iam:AssociateDelegationRequest", named(rejected));
    cloud.call(admin, "iam:RejectDelegationRequest", named(rejected));
    const accepted = request();
    cloud.call(admin, "iam:AssociateDelegationRequest", named(accepted));
    cloud.call(admin, "iam:AcceptDelegationRequest", named(accepted));
    const done = finalized();
    const steps = [
      ["iam:AssociateDelegationRequest", "associated", "InvalidInput", [rejected, accepted, done]],
      ["iam:UpdateDelegationRequest", "updated", "InvalidInput", [fresh, rejected, accepted, done]],
      ["iam:AcceptDelegationRequest", "accepted", "ValidationError", [fresh, rejected, accepted, done]],
      ["iam:SendDelegationToken", "finalized", "InvalidInput", [fresh, rejected, done]],
      ["iam:RejectDelegationRequest", "rejected", "InvalidInput", [fresh, rejected, done]],
    ] as const;
    for (const [step, word, code, ids] of steps) {
      for (const id of ids) {
        assert.deepEqual(cloud.refusal(admin, step, named(id)), {
          code,
          message: `The delegation request ${id} is in the state ${state(id)} and cannot be ${word}.`,
        });
      }
    }
  });

  it("expires a day after it was made, and seven after each step", () => {
    const { cloud, ann, admin, request, state } = newDelegating();
    const id = request();
    cloud.now += day - 1;
    assert.equal(state(id), "UNASSIGNED");
    cloud.now += 1;
    assert.equal(state(id), "EXPIRED");
    assert.equal(cloud.refusal(ann, "iam:AssociateDelegationRequest", named(id)).code, "InvalidInput");
    const other = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(other));
    cloud.now += 6 * day;
    cloud.call(ann, "iam:UpdateDelegationRequest", named(other));
    cloud.now += 6 * day;
    cloud.call(ann, "iam:UpdateDelegationRequest", { ...named(other), Notes: "Again." });
    cloud.now += day;
    assert.equal(state(other), "EXPIRED", "another note prolongs nothing");
    assert.equal(cloud.refusal(admin, "iam:AcceptDelegationRequest", named(other)).code, "ValidationError");
    cloud.now += 7 * day;
    assert.deepEqual(cloud.refusal(admin, "iam:GetDelegationRequest", named(other)), missing(other));
    assert.deepEqual(cloud.call(admin, "iam:ListDelegationRequests", {}).DelegationRequests, []);
  });

  it("expires with its template, when the operator takes that away or gives it to another account", () => {
    const { cloud, ann, request, state } = newDelegating();
    const id = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    cloud.now += 1000;
    put(cloud, "set-up", template);
    assert.equal(state(id), "ASSIGNED", "it was replaced");
    const Name = "set-up";
    for (const takeAway of [
      () => put(cloud, Name, template, home),
      () => cloud.call(cloud.root(), "portcullis:DeleteDelegationTemplate", { Name }),
    ]) {
      const before = request();
      takeAway();
      assert.equal(state(before), "EXPIRED");
      // On a node whose clock lags behind.
      cloud.now -= 1000;
      put(cloud, Name, template);
      assert.equal(state(before), "EXPIRED", "and stays so when there is such a template again");
    }
    cloud.now -= 1000;
    assert.equal(state(request()), "UNASSIGNED", "also where a clock lags");
  });
});

describe("who may do what with a delegation request", () => {
  const steps: readonly OperationId[] = [
    "iam:GetDelegationRequest",
    "iam:UpdateDelegationRequest",
    "iam:RejectDelegationRequest",
    "iam:SendDelegationToken",
    "iam:AcceptDelegationRequest",
    "iam:AssociateDelegationRequest",
  ];

  it("whoever is sent to it may look at it and take it over, and then owns it", () => {
    const { cloud, ann, request } = newDelegating();
    const id = request();
    const bob = person(cloud, "Bob");
    cloud.call(bob, "iam:GetDelegationRequest", named(id));
    cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    for (const step of steps) {
      assert.deepEqual(cloud.refusal(bob, step, named(id)), denied("Bob", step.slice(4), id));
    }
  });

  it("its owner may not accept it without permission", () => {
    const { cloud, ann, request } = newDelegating();
    const id = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    assert.deepEqual(
      cloud.refusal(ann, "iam:AcceptDelegationRequest", named(id)),
      denied("Ann", "AcceptDelegationRequest", id),
    );
  });

  it("a Deny holds for its owner, too", () => {
    const { cloud, request } = newDelegating();
    const bob = person(cloud, "Bob", document({ Effect: "Deny", Action: "iam:SendDelegationToken" }));
    const id = request();
    cloud.call(bob, "iam:AssociateDelegationRequest", named(id));
    assert.match(
      cloud.refusal(bob, "iam:SendDelegationToken", named(id)).message,
      /with an explicit deny in an identity-based policy$/,
    );
  });

  it("a session that session policies limit owns nothing by default", () => {
    const { cloud, admin, request } = newDelegating();
    const RoleArn = role(cloud, "Worker", undefined, trust({ AWS: home }));
    const assume = { RoleArn, RoleSessionName: "bob" };
    const whole = holder(cloud.call(admin, "sts:AssumeRole", assume));
    const Policy = document({ Action: "s3:*" });
    const limited = holder(cloud.call(admin, "sts:AssumeRole", { ...assume, Policy }));
    const id = request();
    assert.equal(cloud.refusal(limited, "iam:AssociateDelegationRequest", named(id)).code, "AccessDenied");
    cloud.call(whole, "iam:AssociateDelegationRequest", named(id));
    assert.equal(cloud.refusal(limited, "iam:RejectDelegationRequest", named(id)).code, "AccessDenied");
    cloud.call(whole, "iam:RejectDelegationRequest", named(id));
  });

  it("a namesake of its owner, made later, is not its owner", () => {
    const { cloud, ann, request } = newDelegating();
    const id = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    const root = cloud.root();
    cloud.call(root, "iam:DeleteAccessKey", { UserName: "Ann", AccessKeyId: ann.accessKeyId });
    cloud.call(root, "iam:DeleteUser", { UserName: "Ann" });
    const again = person(cloud, "Ann");
    assert.equal(cloud.refusal(again, "iam:GetDelegationRequest", named(id)).code, "AccessDenied");
    const own = { OwnerId: `arn:aws:iam::${home}:user/Ann` };
    assert.deepEqual(cloud.call(again, "iam:ListDelegationRequests", own).DelegationRequests, []);
  });

  it("conditions see who owns it", () => {
    const { cloud, ann, request } = newDelegating();
    const ofAnn = { StringEquals: { "iam:DelegationRequestOwner": `arn:aws:iam::${home}:user/Ann` } };
    const bob = person(cloud, "Bob", document({ Action: "iam:*", Condition: ofAnn }));
    const [first, second] = [request(), request()];
    cloud.call(ann, "iam:AssociateDelegationRequest", named(first));
    cloud.call(cloud.root(), "iam:AssociateDelegationRequest", named(second));
    cloud.call(bob, "iam:AcceptDelegationRequest", named(first));
    assert.equal(cloud.refusal(bob, "iam:AcceptDelegationRequest", named(second)).code, "AccessDenied");
    const list = { OwnerId: `arn:aws:iam::${home}:user/Ann` };
    assert.equal(cloud.call(bob, "iam:ListDelegationRequests", list).DelegationRequests?.length, 1);
    assert.equal(cloud.refusal(bob, "iam:ListDelegationRequests", {}).code, "AccessDenied");
  });

  it("where the owner is to be present, nobody else sends the token", () => {
    const { cloud, ann, admin, request } = newDelegating();
    const id = request({ OnlySendByOwner: true });
    cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    cloud.call(admin, "iam:AcceptDelegationRequest", named(id));
    assert.deepEqual(cloud.refusal(admin, "iam:SendDelegationToken", named(id)), {
      code: "AccessDenied",
      message: `User: arn:aws:iam::${home}:user/Admin is not authorized to perform: iam:SendDelegationToken on resource: ${arn(id)} because only the owner of the delegation request may send its token`,
    });
    cloud.call(ann, "iam:SendDelegationToken", named(id));
  });

  it("root accepts four hours and no more", () => {
    const { cloud, ann, request } = newDelegating();
    const [short, long] = [request({ SessionDuration: 14_400 }), request({ SessionDuration: 14_401 })];
    for (const id of [short, long]) cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    cloud.call(cloud.root(), "iam:AcceptDelegationRequest", named(short));
    assert.equal(
      cloud.refusal(cloud.root(), "iam:AcceptDelegationRequest", named(long)).code,
      "AccessDenied",
    );
  });

  it("a session that session policies limit accepts nothing, as the limit would be lost", () => {
    const { cloud, ann, admin, request } = newDelegating();
    const RoleArn = role(cloud, "Approver", document({ Action: "*" }), trust({ AWS: home }));
    const id = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
    const assume = { RoleArn, RoleSessionName: "ann" };
    const limited = cloud.call(admin, "sts:AssumeRole", { ...assume, Policy: document({ Action: "iam:*" }) });
    assert.equal(
      cloud.refusal(holder(limited), "iam:AcceptDelegationRequest", named(id)).code,
      "AccessDenied",
    );
    cloud.call(holder(cloud.call(admin, "sts:AssumeRole", assume)), "iam:AcceptDelegationRequest", named(id));
  });

  it("what is asked of one account is nothing to another one, the partner's among them", () => {
    const { cloud, partner, ann, request } = newDelegating();
    const forHome = request({ OwnerAccountId: home });
    const taken = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(taken));
    for (const id of [forHome, taken]) {
      for (const step of steps) assert.deepEqual(cloud.refusal(partner, step, named(id)), missing(id));
    }
    const nobody = person(cloud, "Nobody", undefined, other);
    const there = cloud.refusal(nobody, "iam:GetDelegationRequest", named(forHome));
    const absent = cloud.refusal(nobody, "iam:GetDelegationRequest", named("not-a-request-id"));
    assert.equal(there.message.replace(forHome, "not-a-request-id"), absent.message);
    assert.deepEqual(cloud.call(partner, "iam:ListDelegationRequests", {}).DelegationRequests, []);
  });
});

describe("the list of delegation requests", () => {
  it("attack: a page of all that somebody owns keeps no other call waiting", () => {
    const { cloud, ann, admin, request } = newDelegating();
    for (let at = 0; at < 20; at++) cloud.call(ann, "iam:AssociateDelegationRequest", named(request()));
    const page = cloud.call(admin, "iam:ListDelegationRequests", { MaxItems: 1000 });
    assert.equal(page.DelegationRequests?.length, 20);
    assert.ok(cloud.gaveWay >= 20, "it gave way before each");
  });

  it("has those of the account that somebody took over, oldest first, and pages", () => {
    const { cloud, ann, admin, request } = newDelegating();
    request({ OwnerAccountId: home });
    const ids = [0, 1, 2].map(() => {
      cloud.now += 1000;
      const id = request();
      cloud.call(ann, "iam:AssociateDelegationRequest", named(id));
      return id;
    });
    const first = cloud.call(admin, "iam:ListDelegationRequests", { MaxItems: 2 });
    assert.equal(first.isTruncated, true);
    const Marker = first.Marker!;
    assert.equal(
      cloud.refusal(cloud.root(), "iam:ListDelegationRequests", { Marker }).code,
      "ValidationError",
    );
    const rest = cloud.call(admin, "iam:ListDelegationRequests", { MaxItems: 2, Marker });
    assert.equal(rest.isTruncated, false);
    const all = [...(first.DelegationRequests ?? []), ...(rest.DelegationRequests ?? [])];
    assert.deepEqual(
      all.map(({ DelegationRequestId }) => DelegationRequestId),
      ids,
    );
  });

  it("of what somebody owns itself is given without permission", () => {
    const { cloud, ann, request } = newDelegating();
    const [own, root] = [request(), request()];
    cloud.call(ann, "iam:AssociateDelegationRequest", named(own));
    cloud.call(cloud.root(), "iam:AssociateDelegationRequest", named(root));
    const list = (OwnerId: string) =>
      cloud
        .call(ann, "iam:ListDelegationRequests", { OwnerId })
        .DelegationRequests?.map(({ DelegationRequestId }) => DelegationRequestId);
    assert.deepEqual(list(`arn:aws:iam::${home}:user/Ann`), [own]);
    const OwnerId = `arn:aws:iam::${home}:root`;
    assert.equal(cloud.refusal(ann, "iam:ListDelegationRequests", { OwnerId }).code, "AccessDenied");
    assert.equal(cloud.refusal(ann, "iam:ListDelegationRequests", {}).code, "AccessDenied");
  });
});
