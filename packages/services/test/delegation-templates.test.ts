/** Policy templates of partners, what is told of the policies that they make, and whether somebody may do that. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newDelegating, put, template, templateArn } from "./delegating.ts";
import { home, newCloud, other, start, type Who } from "./harness.ts";
import { allow, document, person } from "./people.ts";

interface Parameter {
  readonly Name: string;
  readonly Values: string[];
  readonly Type: "string" | "stringList";
}

describe("a policy template", () => {
  it("is registered, replaced, listed by name and taken away by the operator", () => {
    const cloud = newCloud();
    const root = cloud.root();
    put(cloud, "second", template);
    const made = put(cloud, "first", template);
    assert.deepEqual(made, {
      Name: "first",
      Arn: "arn:aws:iam:::delegation-template/first",
      RequestorAccountId: other,
      RequestorName: "Example Partner",
      Policy: template,
      Created: start,
      Updated: start,
    });
    cloud.now += 1000;
    const again = put(cloud, "first", allow("s3:GetObject"));
    assert.deepEqual([again.Created, again.Updated], [start, start + 1000]);
    const page = cloud.call(root, "portcullis:ListDelegationTemplates", { MaxResults: 1 });
    const NextToken = page.NextToken!;
    const rest = cloud.call(root, "portcullis:ListDelegationTemplates", { NextToken });
    assert.deepEqual(
      [...page.Templates, ...rest.Templates].map(({ Name }) => Name),
      ["first", "second"],
    );
    cloud.call(root, "portcullis:DeleteDelegationTemplate", { Name: "first" });
    assert.deepEqual(cloud.refusal(root, "portcullis:DeleteDelegationTemplate", { Name: "first" }), {
      code: "TemplateNotFoundException",
      message: "There is no delegation template first.",
    });
  });

  it("is one of a thousand at most; one that is there can still be replaced", () => {
    const cloud = newCloud();
    for (let at = 0; at < 1000; at++) put(cloud, `t${at}`, template);
    put(cloud, "t0", template);
    const input = { Name: "more", Policy: template, RequestorAccountId: other, RequestorName: "x" };
    assert.deepEqual(cloud.refusal(cloud.root(), "portcullis:PutDelegationTemplate", input), {
      code: "LimitExceededException",
      message: "There are 1000 delegation templates already.",
    });
  });

  it("is of an account that there is", () => {
    const input = { Name: "x", Policy: template, RequestorAccountId: "000000000000", RequestorName: "x" };
    const cloud = newCloud();
    assert.deepEqual(cloud.refusal(cloud.root(), "portcullis:PutDelegationTemplate", input), {
      code: "AccountNotFoundException",
      message: "There is no account 000000000000.",
    });
  });

  it("is a policy for whatever its parameters stand for, which stand where they change no action", () => {
    const cloud = newCloud();
    const refused = (Policy: string) =>
      cloud.refusal(cloud.root(), "portcullis:PutDelegationTemplate", {
        Name: "x",
        Policy,
        RequestorAccountId: other,
        RequestorName: "x",
      });
    for (const bad of [
      "{",
      "[]",
      '"text"',
      "{}",
      '{"Statement":[1]}',
      '{"Statement":[]}',
      document({ Action: "@{action}" }),
      document({ Action: "s3:GetObject", Resource: "bucket/@{bucket}" }),
      document({ Action: "s3:GetObject", Condition: { "@{operator}": { "aws:username": "x" } } }),
      document({ Action: "s3:GetObject", Condition: { StringEquals: { "aws:RequestTag/@{tag}": "x" } } }),
      allow("s3:GetObject").replace("{", '{"Id":"@{id}",'),
      document({ Action: "s3:GetObject" }).replace('"*"', `${"[".repeat(4000)}${"]".repeat(4000)}`),
      document({ Action: "s3:GetObject" }).replace('"*"', '{"a":"b"}'),
      document({ Action: "s3:GetObject", Condition: { StringEquals: { "aws:username": { a: "b" } } } }),
      `${'{"a":'.repeat(1500)}1${"}".repeat(1500)}`,
      allow("s3:GetObject").replace('"Effect"', '"@Enabled":true,"Effect"'),
      allow("s3:GetObject").replace('"Effect"', '"Principal":"*","Effect"'),
    ]) {
      assert.equal(refused(bad).code, "InvalidTemplateException", bad);
    }
  });

  it("leaves out the statements that a parameter switches off", () => {
    const { cloud, ann, request } = newDelegating();
    const switched = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:ListBucket", Resource: "*" },
        {
          "@Enabled": "writing",
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::@{bucket}/*",
        },
        { "@Enabled": "!writing", Effect: "Deny", Action: "s3:PutObject", Resource: "*" },
      ],
    });
    const { Arn } = put(cloud, "switched", switched);
    const policyWith = (value: string, ...more: readonly Parameter[]) => {
      const Parameters = [{ Name: "writing", Values: [value], Type: "string" as const }, ...more];
      const id = request({ Permissions: { PolicyTemplateArn: Arn, Parameters } });
      const input = { DelegationRequestId: id };
      const { DelegationRequest } = cloud.call(ann, "iam:GetDelegationRequest", input);
      return JSON.parse(DelegationRequest?.PermissionPolicy ?? "").Statement;
    };
    const [list, write, deny] = JSON.parse(switched).Statement.map(
      ({ "@Enabled": _, ...rest }: Record<string, unknown>) => rest,
    );
    const bucket: Parameter = { Name: "bucket", Values: ["b"], Type: "string" };
    assert.deepEqual(policyWith("True", bucket), [list, { ...write, Resource: "arn:aws:s3:::b/*" }]);
    assert.deepEqual(policyWith("False", bucket), [list, deny]);
    assert.deepEqual(policyWith("False"), [list, deny], "what is left out needs no values");
  });

  it("multiplies the lists that stand in one text", () => {
    const { cloud, ann, request } = newDelegating();
    const Resource = "arn:aws:s3:::@{bucket}/@{prefix}/*";
    const { Arn } = put(cloud, "lists", document({ Action: "s3:GetObject", Resource }));
    const list = (Name: string, ...Values: string[]) => ({ Name, Values, Type: "stringList" as const });
    const Parameters = [list("bucket", 'a"b', "c"), list("prefix", "x", "y")];
    const id = request({ Permissions: { PolicyTemplateArn: Arn, Parameters } });
    const { DelegationRequest } = cloud.call(ann, "iam:GetDelegationRequest", { DelegationRequestId: id });
    assert.deepEqual(
      JSON.parse(DelegationRequest?.PermissionPolicy ?? "").Statement[0].Resource,
      ['a"b/x', 'a"b/y', "c/x", "c/y"].map((path) => `arn:aws:s3:::${path}/*`),
    );
  });

  it("attack: two values that stand side by side make a policy variable of their halves", () => {
    const { cloud, partner } = newDelegating();
    const Resource = "arn:aws:s3:::@{first}@{second}/*";
    const { Arn } = put(cloud, "halves", document({ Action: "s3:GetObject", Resource }));
    const refused = (first: string, second: string) =>
      cloud.refusal(partner, "iam:CreateDelegationRequest", {
        Description: "",
        Permissions: {
          PolicyTemplateArn: Arn,
          Parameters: [
            { Name: "first", Values: [first], Type: "string" },
            { Name: "second", Values: [second], Type: "string" },
          ],
        },
        RequestorWorkflowId: "workflow",
        NotificationChannel: `arn:aws:sns:us-east-1:${other}:t`,
        SessionDuration: 300,
      });
    const rule = "holds a wildcard or a policy variable.";
    assert.equal(refused("$", "{aws:username}").message, `The parameter first ${rule}`);
    assert.equal(refused("a", "{aws:username}").message, `The parameter second ${rule}`);
  });

  it("attack: lists that are multiplied many times are refused at once", () => {
    const { cloud, partner } = newDelegating();
    const Resource = `arn:aws:s3:::${"@{bucket}".repeat(100)}`;
    const { Arn } = put(cloud, "lists", document({ Action: "s3:GetObject", Resource }));
    const Values = Array.from({ length: 100 }, (_, at) => `${at}`);
    const began = performance.now();
    const refused = cloud.refusal(partner, "iam:CreateDelegationRequest", {
      Description: "",
      Permissions: { PolicyTemplateArn: Arn, Parameters: [{ Name: "bucket", Values, Type: "stringList" }] },
      RequestorWorkflowId: "workflow",
      NotificationChannel: `arn:aws:sns:us-east-1:${other}:t`,
      SessionDuration: 300,
    });
    assert.equal(refused.message, "The policy is longer than 2048 characters.");
    assert.ok(performance.now() - began < 500);
  });
});

/** The answer to a request for one policy. */
function asked(policy: string) {
  const { cloud, ann, admin, request } = newDelegating();
  const { Arn } = put(cloud, "other", policy);
  const id = request({ Permissions: { PolicyTemplateArn: Arn }, OwnerAccountId: home });
  const EntityArn = `arn:aws:iam::${home}:delegation-request/${id}`;
  const check = (who: Who) =>
    cloud.call(who, "iam:GetDelegationRequest", { DelegationRequestId: id, DelegationPermissionCheck: true });
  return { cloud, ann, admin, id, EntityArn, check };
}

describe("the permission check", () => {
  const bucket = "arn:aws:s3:::bucket/*";
  const wanted = document({ Action: "s3:GetObject", Resource: bucket });
  const result = (own: string | undefined, policy = wanted) => {
    const { cloud, check } = asked(policy);
    const answer = check(person(cloud, "Bob", own));
    assert.equal(answer.PermissionCheckStatus, "COMPLETE");
    return answer.PermissionCheckResult;
  };

  it("says that whoever asks may do all of it, or not", () => {
    assert.equal(result(allow("s3:*")), "ALLOWED");
    assert.equal(result(document({ Action: "s3:Get*", Resource: "arn:aws:s3:::b*" })), "ALLOWED");
    assert.equal(result(undefined), "DENIED");
    assert.equal(result(document({ Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/a" })), "DENIED");
    assert.equal(result(allow("s3:*"), document({ Action: ["s3:GetObject", "iam:GetUser"] })), "DENIED");
    const { check, cloud } = asked(allow("*"));
    assert.equal(check(cloud.root()).PermissionCheckResult, "ALLOWED");
  });

  it("is unsure where conditions decide, a Deny may cover a part, or all but something is asked for", () => {
    const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    assert.equal(result(document({ Action: "s3:*", Condition: mfa })), "UNSURE");
    const part = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::bucket/secret" } as const;
    assert.equal(result(document({ Action: "s3:*" }, part)), "UNSURE");
    const but = allow("s3:*").replace('"Action"', '"NotAction"');
    assert.equal(result(allow("*"), but), "UNSURE");
  });

  it("is sure of what a condition of another service, or a Deny of one, has no part in", () => {
    const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    const sqs = { Effect: "Deny", Action: "sqs:*", Condition: mfa } as const;
    assert.equal(result(document({ Action: "s3:*" }, { Action: "iam:*", Condition: mfa }, sqs)), "ALLOWED");
    assert.equal(result(document({ Action: "iam:*", Condition: mfa }, sqs)), "DENIED");
    const denied = document({ Action: "s3:*" }, { Effect: "Deny", Action: "s3:GetObject" });
    assert.equal(result(denied), "DENIED");
    assert.equal(result(document({ Action: "s3:*" }, { ...sqs, Action: "s3:*" })), "UNSURE");
  });

  it("attack: policies that are slow to compare leave it unsure, at once", () => {
    const { cloud, check } = asked(
      document({ Action: ["s3:GetObject"], Resource: `arn:aws:s3:::${"a".repeat(1000)}` }),
    );
    const bob = person(cloud, "Bob");
    const UserName = "Bob";
    for (let at = 0; at < 10; at++) {
      const Resource = Array.from({ length: 200 }, (_, each) => `arn:aws:s3:::*a*a*a*b${at}${each}`);
      const PolicyDocument = document({ Action: "s3:*", Resource });
      const { Policy } = cloud.call(cloud.root(), "iam:CreatePolicy", {
        PolicyName: `P${at}`,
        PolicyDocument,
      });
      cloud.call(cloud.root(), "iam:AttachUserPolicy", { UserName, PolicyArn: Policy?.Arn ?? "" });
    }
    const began = performance.now();
    assert.equal(check(bob).PermissionCheckResult, "UNSURE");
    assert.ok(performance.now() - began < 1000);
  });

  it("is not made unless it is asked for", () => {
    const { cloud, ann, id } = asked(wanted);
    const answer = cloud.call(ann, "iam:GetDelegationRequest", { DelegationRequestId: id });
    assert.deepEqual([answer.PermissionCheckStatus, answer.PermissionCheckResult], [undefined, undefined]);
  });
});

describe("the summary of a delegation request", () => {
  const boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  const policy = document(
    { Action: ["s3:GetObject", "s3:PutObject"], Resource: ["arn:aws:s3:::a`b/*", "arn:aws:s3:::c"] },
    { Action: "iam:Create*", Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } } },
    { Effect: "Deny", Action: "sqs:*" },
  );

  it("says in plain words what the policy allows, denies and demands", () => {
    const { cloud, ann, EntityArn, id } = asked(policy);
    assert.deepEqual(cloud.call(ann, "iam:GetHumanReadableSummary", { EntityArn }), {
      Locale: "en",
      SummaryState: "AVAILABLE",
      SummaryContent: [
        `\`Example Partner\` (account ${other}) asks for access to this account for 1 hour from when its token is sent.`,
        "As far as whoever accepts the request may do it, it may use:",
        [
          "- `GetObject`, `PutObject` of Amazon S3 on `` arn:aws:s3:::a`b/* ``, `arn:aws:s3:::c`",
          `- \`Create*\` of AWS Identity and Access Management (IAM) on every resource, only if \`iam:PermissionsBoundary\` fits \`StringEquals\` of \`${boundary}\``,
        ].join("\n"),
        "In no case may it use:",
        "- every action of Amazon SQS on every resource",
        "Roles that it creates outlast this access, and must have a permissions boundary:",
        `- \`${boundary}\``,
      ].join("\n\n"),
    });
    const { DelegationRequest } = cloud.call(ann, "iam:GetDelegationRequest", { DelegationRequestId: id });
    assert.deepEqual(DelegationRequest?.RolePermissionRestrictionArns, [boundary]);
  });

  it("attack: says that roles must have a boundary where one statement demands it and another does not", () => {
    const bound = { StringEquals: { "iam:PermissionsBoundary": boundary } };
    const last = (wanted: string) => {
      const { cloud, ann, EntityArn } = asked(wanted);
      const { SummaryContent } = cloud.call(ann, "iam:GetHumanReadableSummary", { EntityArn });
      return SummaryContent?.split("\n\n").at(-1);
    };
    const free = "Roles that it creates outlast this access, and need not have a permissions boundary.";
    assert.equal(last(document({ Action: "iam:CreateRole", Condition: bound })), `- \`${boundary}\``);
    assert.equal(
      last(document({ Action: "iam:CreateRole", Condition: bound }, { Action: "iam:Create*" })),
      free,
    );
    assert.equal(last(allow("iam:*")), free, "and that they outlast the access is said in any case");
  });

  it("is given in English alone", () => {
    const { cloud, ann, EntityArn } = asked(policy);
    for (const Locale of ["en", "en-US", "en_GB"]) {
      const answer = cloud.call(ann, "iam:GetHumanReadableSummary", { EntityArn, Locale });
      assert.deepEqual([answer.Locale, answer.SummaryState], [Locale, "AVAILABLE"]);
    }
    for (const Locale of ["fr", "eng"]) {
      assert.deepEqual(cloud.call(ann, "iam:GetHumanReadableSummary", { EntityArn, Locale }), {
        Locale,
        SummaryState: "NOT_SUPPORTED",
      });
    }
  });

  it("is of a delegation request of the caller's account, for whoever may see that", () => {
    const { cloud, ann, admin, EntityArn, id } = asked(policy);
    const refusal = (who: Who, arn: string) =>
      cloud.refusal(who, "iam:GetHumanReadableSummary", { EntityArn: arn });
    cloud.call(ann, "iam:AssociateDelegationRequest", { DelegationRequestId: id });
    assert.equal(refusal(person(cloud, "Bob"), EntityArn).code, "AccessDenied");
    assert.equal(refusal(admin, EntityArn.replace(home, other)).code, "AccessDenied");
    assert.equal(refusal(admin, `${EntityArn}x`).code, "NoSuchEntity");
    for (const arn of [`arn:aws:iam::${home}:user/Ann`, templateArn, "no ARN, though it is long enough"]) {
      assert.deepEqual(refusal(admin, arn), {
        code: "InvalidInput",
        message: `${arn} is not the ARN of a delegation request.`,
      });
    }
  });
});
