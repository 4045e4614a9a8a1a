/** Which delegation requests a partner makes, and how many. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { asked, day, named, newDelegating, parameters, put, template, templateArn } from "./delegating.ts";
import { home, other } from "./harness.ts";
import { document, person } from "./people.ts";

describe("what a partner cannot ask for", () => {
  const { cloud, partner, request } = newDelegating();
  put(cloud, "mine", template, home);
  const refused = (more: object) =>
    cloud.refusal(partner, "iam:CreateDelegationRequest", { ...asked, ...more });
  const permissions = (PolicyTemplateArn: string, Parameters: object = parameters) => ({
    Permissions: { PolicyTemplateArn, Parameters },
  });

  it("a template that is not its own, which it does not learn", () => {
    for (const name of ["mine", "no-such", "set-up/x"]) {
      const it = `arn:aws:iam:::delegation-template/${name}`;
      assert.deepEqual(refused(permissions(it)), {
        code: "InvalidInput",
        message: `The policy template ${it} is not registered for account ${other}.`,
      });
    }
    assert.equal(refused({ Permissions: {} }).code, "InvalidInput");
    assert.equal(refused(permissions(templateArn.replace("aws", "aws-cn"))).code, "InvalidInput");
  });

  it("values that the template does not ask for, or too few, or with wildcards and variables in them", () => {
    const [buckets, owner] = parameters;
    const cases: readonly (readonly [object, string])[] = [
      [[buckets], "The parameter owner-id is missing."],
      [
        [...parameters, { Name: "extra", Values: ["x"], Type: "string" }],
        "The policy template has no parameter extra.",
      ],
      [[...parameters, owner], "The parameter owner-id is given twice."],
      [[buckets, { ...owner, Values: ["1", "2"] }], "The parameter owner-id has not one value."],
      [[{ ...buckets, Values: [] }, owner], "The parameter buckets has not one value."],
      [
        [{ ...buckets, Values: ["*"] }, owner],
        "The parameter buckets holds a wildcard or a policy variable.",
      ],
      [
        [{ ...buckets, Values: ["a?"] }, owner],
        "The parameter buckets holds a wildcard or a policy variable.",
      ],
      [
        [{ ...buckets, Values: ["${aws:username}"] }, owner],
        "The parameter buckets holds a wildcard or a policy variable.",
      ],
      [
        [buckets, { ...owner, Type: "stringList", Values: Array(5).fill("1".repeat(2000)) }],
        "The parameters are longer than 8192 characters.",
      ],
      [[{ Name: "buckets", Values: ["a"] }, owner], "A parameter has no name, no type or no values."],
      [
        [{ ...buckets, Values: Array.from({ length: 300 }, (_, at) => `bucket-${at}`) }, owner],
        "The policy is longer than 2048 characters.",
      ],
    ];
    for (const [given, message] of cases) {
      assert.deepEqual(refused(permissions(templateArn, given)), { code: "InvalidInput", message });
    }
  });

  it("a topic of another account", () => {
    for (const topic of [`arn:aws:sns:us-east-1:${home}:t`, `arn:aws:sqs:us-east-1:${other}:t`, "topic"]) {
      assert.deepEqual(refused({ NotificationChannel: topic }), {
        code: "InvalidInput",
        message: `The notification channel must be an SNS topic of account ${other}.`,
      });
    }
  });

  it("twice under one name", () => {
    request({ RequestorWorkflowId: "once only" });
    assert.deepEqual(refused({ RequestorWorkflowId: "once only" }), {
      code: "EntityAlreadyExists",
      message: "A delegation request with the requestor workflow id once only already exists.",
    });
  });

  it("anything, without permission, of which conditions see template, topic and duration", () => {
    const Condition = {
      StringEquals: { "iam:TemplateArn": templateArn, "iam:NotificationChannel": asked.NotificationChannel },
      NumericLessThanEquals: { "iam:DelegationDuration": "3600" },
    };
    const bob = person(cloud, "Bob", document({ Action: "iam:CreateDelegationRequest", Condition }), other);
    cloud.call(bob, "iam:CreateDelegationRequest", { ...asked, RequestorWorkflowId: "by Bob" });
    const longer = { ...asked, RequestorWorkflowId: "too long", SessionDuration: 3601 };
    assert.deepEqual(cloud.refusal(bob, "iam:CreateDelegationRequest", longer), {
      code: "AccessDenied",
      message: `User: arn:aws:iam::${other}:user/Bob is not authorized to perform: iam:CreateDelegationRequest on resource: arn:aws:iam::${other}:delegation-request/* because no identity-based policy allows the iam:CreateDelegationRequest action`,
    });
  });
});

describe("attack: a partner fills the installation with requests", () => {
  it("and has room for a thousand; what expired makes room, what is under way does not go", () => {
    const { cloud, partner, ann, admin, request, state } = newDelegating();
    const first = request();
    cloud.call(ann, "iam:AssociateDelegationRequest", named(first));
    for (let at = 1; at < 1000; at++) request();
    assert.deepEqual(cloud.refusal(partner, "iam:CreateDelegationRequest", asked), {
      code: "LimitExceeded",
      message: "Cannot exceed quota for DelegationRequestsPerAccount: 1000",
    });
    cloud.now += day;
    const one = request();
    assert.equal(state(one), "UNASSIGNED");
    assert.equal(state(first), "ASSIGNED");
    cloud.now += 8 * day;
    request();
    assert.equal(state(first), "EXPIRED", "it is told for a week");
    assert.deepEqual(cloud.refusal(admin, "iam:GetDelegationRequest", named(one)), {
      code: "NoSuchEntity",
      message: `The delegation request with id ${one} cannot be found.`,
    });
    const left = cloud.call(partner, "portcullis:ListDelegationNotifications", {}).Notifications;
    assert.deepEqual(
      left.map(({ RequestId }) => RequestId),
      [first],
    );
  });
});
