/** What a partner is told of its delegations, their tokens among it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { day, hour, named, newDelegating, put } from "./delegating.ts";
import { home, other, start } from "./harness.ts";
import { allow, person } from "./people.ts";

describe("what a partner is told", () => {
  it("the newest state of each of its requests that somebody took over, and no other account's", () => {
    const { cloud, partner, ann, admin, request, finalized } = newDelegating();
    request();
    const pending = request({ RequestorWorkflowId: "pending" });
    cloud.call(ann, "iam:AssociateDelegationRequest", named(pending));
    cloud.now += 1000;
    cloud.call(ann, "iam:UpdateDelegationRequest", named(pending));
    const done = finalized({ RequestorWorkflowId: "finished" });
    const { Notifications } = cloud.call(partner, "portcullis:ListDelegationNotifications");
    const common = {
      NotificationChannel: `arn:aws:sns:us-east-1:${other}:delegations`,
      OwnerAccountId: home,
      UpdatedAt: start + 1000,
    };
    assert.deepEqual(
      Notifications.map(({ ExchangeToken: _, ...rest }) => rest),
      [
        {
          Type: "StateChange",
          RequestId: pending,
          RequestorWorkflowId: "pending",
          State: "PENDING_APPROVAL",
          ...common,
        },
        {
          Type: "ExchangeToken",
          RequestId: done,
          RequestorWorkflowId: "finished",
          State: "FINALIZED",
          ...common,
          ExpiresAt: start + 1000 + hour,
        },
      ],
    );
    assert.deepEqual(cloud.call(admin, "portcullis:ListDelegationNotifications").Notifications, []);
    cloud.now += 8 * day;
    const states = cloud
      .call(partner, "portcullis:ListDelegationNotifications")
      .Notifications.map(({ State, Type }) => [State, Type]);
    // The one that nobody took over expired long ago and is gone.
    assert.deepEqual(states, [
      ["EXPIRED", "StateChange"],
      ["EXPIRED", "StateChange"],
    ]);
  });

  it("attack: a page is asked for with the token of another caller, account or list", () => {
    const { cloud, partner, finalized } = newDelegating();
    for (let at = 0; at < 2; at++) finalized();
    put(cloud, "second", allow("s3:*"));
    const bob = person(cloud, "Bob", allow("*"), other);
    const ofPartner = cloud.call(partner, "portcullis:ListDelegationNotifications", { MaxResults: 1 });
    const ofOperator = cloud.call(cloud.root(), "portcullis:ListDelegationTemplates", { MaxResults: 1 });
    for (const [who, NextToken] of [
      [bob, ofPartner.NextToken],
      [cloud.root(), ofPartner.NextToken],
      [partner, ofOperator.NextToken],
    ] as const) {
      assert.ok(NextToken !== undefined);
      const refused = cloud.refusal(who, "portcullis:ListDelegationNotifications", { NextToken });
      assert.equal(refused.code, "InvalidNextTokenException");
    }
    const { NextToken = "" } = ofPartner;
    const rest = cloud.call(partner, "portcullis:ListDelegationNotifications", { NextToken });
    assert.equal(rest.Notifications.length, 1);
  });

  it("needs a permission, and a token that was one", () => {
    const { cloud, partner } = newDelegating();
    const nobody = person(cloud, "Nobody", undefined, other);
    assert.equal(cloud.refusal(nobody, "portcullis:ListDelegationNotifications").code, "AccessDenied");
    for (const id of [
      "portcullis:ListDelegationNotifications",
      "portcullis:ListDelegationTemplates",
    ] as const) {
      const who = id.endsWith("Templates") ? cloud.root() : partner;
      assert.equal(cloud.refusal(who, id, { NextToken: "x" }).code, "InvalidNextTokenException");
    }
  });
});
