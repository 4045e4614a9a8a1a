/** The policies that a principal has, simulated. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InputOf } from "@portcullis/services";
import { home, newCloud, other } from "./harness.ts";
import { allow, document, person } from "./people.ts";
import {
  ActionNames,
  allowed,
  ann,
  cloud,
  furnished,
  type Input,
  managed,
  readers,
  root,
  simulate,
  sources,
  worker,
} from "./simulated-principals.ts";

describe("a simulation of a principal", () => {
  it("has a user's own policies and those of its groups, by AWS's names", () => {
    const results = simulate();
    assert.deepEqual(
      results.map((result) => [result.EvalActionName, result.EvalDecision, sources(result)]),
      [
        ["s3:GetObject", "allowed", ["AmazonS3ReadOnlyAccess", "user_Ann_own"]],
        ["s3:PutObject", "allowed", ["group_Readers_ours"]],
        ["s3:DeleteObject", "allowed", ["Delete"]],
        ["sqs:SendMessage", "implicitDeny", []],
      ],
    );
    assert.ok(results.every(({ OrganizationsDecisionDetail: each }) => each === undefined));
  });

  it("has a group's or a role's own alone", () => {
    assert.deepEqual(allowed({ PolicySourceArn: readers }), [
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
    ]);
    const [read] = simulate({ PolicySourceArn: worker });
    assert.deepEqual(sources(read ?? {}), ["role_Worker_own"]);
  });

  it("tells a policy that two holders have alike by each of them", () => {
    const own = furnished();
    const same = { PolicyName: "own", PolicyDocument: allow("sqs:*") };
    for (const GroupName of ["One", "Two"]) {
      own.call(own.root(), "iam:CreateGroup", { GroupName });
      own.call(own.root(), "iam:PutGroupPolicy", { GroupName, ...same });
      own.call(own.root(), "iam:AddUserToGroup", { GroupName, UserName: "Ann" });
    }
    assert.deepEqual(sources(simulate({ ActionNames: ["sqs:SendMessage"] }, own)[0] ?? {}), [
      "group_One_own",
      "group_Two_own",
    ]);
  });

  it("adds policies of the request", () => {
    const [result] = simulate({ ActionNames: ["sqs:SendMessage"], PolicyInputList: [allow("sqs:*")] });
    assert.deepEqual(sources(result ?? {}), ["PolicyInputList.1"]);
  });

  it("has the principal's boundary, or the one of the request", () => {
    const own = furnished();
    const PermissionsBoundary = managed("Limits");
    own.call(own.root(), "iam:PutUserPermissionsBoundary", { UserName: "Ann", PermissionsBoundary });
    const PolicyInputList = [allow("sqs:*")];
    const detail = (more: Partial<Input>) =>
      simulate({ ActionNames: ["sqs:SendMessage"], PolicyInputList, ...more }, own)[0]
        ?.PermissionsBoundaryDecisionDetail;
    assert.deepEqual(detail({}), { AllowedByPermissionsBoundary: false });
    const PermissionsBoundaryPolicyInputList = [allow("sqs:*")];
    assert.deepEqual(detail({ PermissionsBoundaryPolicyInputList }), { AllowedByPermissionsBoundary: true });
    assert.deepEqual(detail({ PolicyExclusionList: [{ PolicyType: "permission-boundary" }] }), undefined);
    assert.deepEqual(allowed({ PermissionsBoundaryPolicyInputList, PolicyInputList }, own), [
      "sqs:SendMessage",
    ]);
    const denying = document({ Action: "s3:*", Effect: "Deny" });
    own.call(own.root(), "iam:CreatePolicyVersion", {
      PolicyArn: PermissionsBoundary,
      PolicyDocument: denying,
      SetAsDefault: true,
    });
    const [read] = simulate({}, own);
    assert.deepEqual(sources(read ?? {}), ["Limits"]);
    assert.equal(read?.MatchedStatements?.[0]?.SourcePolicyType as string, "Permissions Boundary Policy");
  });

  it("asks as the principal, or as another that is named", () => {
    const PolicyInputList = [
      document({ Action: "sqs:*", Condition: { StringEquals: { "aws:PrincipalArn": "${app:who}" } } }),
    ];
    const asked = (who: string, more: Partial<Input> = {}) =>
      allowed({
        PolicyInputList,
        ContextEntries: [{ ContextKeyName: "app:who", ContextKeyType: "string", ContextKeyValues: [who] }],
        ...more,
      }).includes("sqs:SendMessage");
    const bea = `arn:aws:iam::${home}:user/Bea`;
    assert.ok(asked(ann));
    assert.ok(asked(bea, { CallerArn: bea }));
    assert.ok(!asked(ann, { CallerArn: bea }));
    const { UserId } = cloud.call(root, "iam:GetUser", { UserName: "Ann" }).User;
    const byId = document({ Action: "sqs:*", Condition: { StringEquals: { "aws:userid": UserId } } });
    assert.ok(allowed({ PolicyInputList: [byId] }).includes("sqs:SendMessage"));
    const elsewhere = ann.replace("staff", "elsewhere");
    for (const more of [{}, { CallerArn: elsewhere }, { CallerArn: ann }])
      assert.ok(
        allowed({ PolicyInputList: [byId], PolicySourceArn: elsewhere, ...more }).includes("sqs:SendMessage"),
      );
    const byArn = document({ Action: "sqs:*", Condition: { ArnEquals: { "aws:PrincipalArn": ann } } });
    assert.ok(allowed({ PolicyInputList: [byArn], PolicySourceArn: elsewhere }).includes("sqs:SendMessage"));
    assert.ok(!allowed({ PolicyInputList: [byId], CallerArn: bea }).includes("sqs:SendMessage"));
  });

  it("is decided with a resource's policy, for users and for roles", () => {
    const queue = `arn:aws:sqs:us-east-1:${other}:jobs`;
    for (const PolicySourceArn of [ann, worker]) {
      const ResourcePolicy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { AWS: PolicySourceArn }, Action: "sqs:*", Resource: queue },
        ],
      });
      const crossing = {
        PolicySourceArn,
        ActionNames: ["sqs:SendMessage"],
        ResourceArns: [queue],
        ResourcePolicy,
      };
      const [result] = simulate(crossing);
      assert.deepEqual(result?.EvalDecisionDetails, {
        "IAM Policy": "implicitDeny",
        "Resource Policy": "allowed",
      });
      assert.deepEqual(allowed({ ...crossing, PolicyInputList: [allow("sqs:*")] }), ["sqs:SendMessage"]);
    }
  });

  it("sees a policy's default version and a user's groups as they are now", () => {
    const own = furnished();
    own.call(own.root(), "iam:CreatePolicyVersion", {
      PolicyArn: managed("Delete", "/app/"),
      PolicyDocument: document({ Action: "s3:DeleteObject", Effect: "Deny" }),
      SetAsDefault: true,
    });
    own.call(own.root(), "iam:RemoveUserFromGroup", { GroupName: "Readers", UserName: "Ann" });
    assert.deepEqual(
      simulate({}, own).map(({ EvalDecision }) => EvalDecision),
      ["allowed", "implicitDeny", "explicitDeny", "implicitDeny"],
    );
  });

  it("fails where a policy that it has cannot be evaluated", () => {
    const own = furnished();
    const user = [...own.state().byId.user.values()][0];
    assert.ok(user !== undefined);
    own.put(home, { ...user, attached: [managed("Gone")] });
    const { code, message } = own.refusal(own.root(), "iam:SimulatePrincipalPolicy", {
      PolicySourceArn: ann,
      ActionNames,
    });
    assert.equal(code, "PolicyEvaluation");
    assert.match(message, /own, .*policy\/Gone$/);
  });
});

describe("whose policies are asked for", () => {
  for (const id of ["iam:SimulatePrincipalPolicy", "iam:GetContextKeysForPrincipalPolicy"] as const) {
    const refused = (PolicySourceArn: string, who = root) => {
      const input = { PolicySourceArn, ...(id === "iam:SimulatePrincipalPolicy" ? { ActionNames } : {}) };
      return cloud.refusal(who, id, input as InputOf<typeof id>);
    };

    it(`${id} knows them by an ARN of the account`, () => {
      for (const arn of [`${ann}e`, ann.replace("user", "role"), readers.replace("Readers", "Writers")])
        assert.deepEqual(refused(arn), {
          code: "NoSuchEntity",
          message: "Unable to retrieve specified IAM entity.",
        });
      for (const arn of [
        `arn:aws:iam::${home}:root`,
        "not-an-arn-but-long-enough",
        `arn:aws:sts::${home}:assumed-role/W/s`,
      ])
        assert.deepEqual(refused(arn), {
          code: "InvalidInput",
          message: `Invalid ARN provided in the request: ${arn}`,
        });
      assert.deepEqual(refused(ann.replace(home, other)), {
        code: "InvalidInput",
        message: `Invalid Policy Source Arn: caller's account ${home} does not have access to policies in account ${other}.`,
      });
    });

    it(`${id} finds them by name, whatever path the ARN has`, () => {
      const own = furnished();
      for (const path of ["/", "/elsewhere/", "/STAFF/"]) {
        const PolicySourceArn = `arn:aws:iam::${home}:user${path}Ann`;
        own.call(own.root(), id, { PolicySourceArn, ActionNames } as InputOf<typeof id>);
      }
    });

    it(`attack: ${id} asks for permission on the ARN that somebody truly has, and does not tell its path`, () => {
      const own = furnished();
      const elsewhere = `arn:aws:iam::${home}:user/elsewhere/Ann`;
      const input = { PolicySourceArn: elsewhere, ActionNames } as InputOf<typeof id>;
      const eve = person(own, "Eve", document({ Action: id, Resource: elsewhere }));
      assert.deepEqual(own.refusal(eve, id, input), {
        code: "AccessDenied",
        message:
          `User: arn:aws:iam::${home}:user/Eve is not authorized to perform: ${id} on resource: ` +
          `${elsewhere} because no identity-based policy allows the ${id} action`,
      });
      const denied = { Effect: "Deny", Action: id, Resource: ann } as const;
      const mallory = person(own, "Mallory", document({ Action: id }, denied));
      assert.equal(own.refusal(mallory, id, input).code, "AccessDenied");
      own.call(person(own, "Bob", document({ Action: id, Resource: ann })), id, input);
    });

    it(`${id} tells nobody without permission whether they are there`, () => {
      const own = newCloud();
      const who = person(own, "Eve", document({ Action: id, Resource: `arn:aws:iam::${home}:user/Eve` }));
      const input = (PolicySourceArn: string) =>
        ({ PolicySourceArn, ...(id === "iam:SimulatePrincipalPolicy" ? { ActionNames } : {}) }) as InputOf<
          typeof id
        >;
      own.call(who, id, input(`arn:aws:iam::${home}:user/Eve`));
      for (const name of ["Eva", "Bob"])
        assert.deepEqual(own.refusal(who, id, input(`arn:aws:iam::${home}:user/${name}`)), {
          code: "AccessDenied",
          message:
            `User: arn:aws:iam::${home}:user/Eve is not authorized to perform: ${id} on resource: ` +
            `arn:aws:iam::${home}:user/${name} because no identity-based policy allows the ${id} action`,
        });
    });
  }
});
