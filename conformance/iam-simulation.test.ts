/** The policy simulators by AWS's own client: every operation, and what it says when it is refused. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as Iam from "@aws-sdk/client-iam";
import { clientsOf, failureOf } from "./support/clients.ts";
import { denied, newNobody } from "./support/nobody.ts";
import { EPHEMERAL_ACCOUNT, startEphemeral, type TestServer } from "./support/server.ts";

const ann = `arn:aws:iam::${EPHEMERAL_ACCOUNT}:user/staff/Ann`;
const A = "arn:aws:s3:::shelf/a";
const policy = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 2);
const reading = policy({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: ["arn:aws:s3:::shelf/$" + "{aws:username}/*", A],
  Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } },
});
const team: Iam.ContextEntry = {
  ContextKeyName: "aws:PrincipalTag/team",
  ContextKeyType: "string",
  ContextKeyValues: ["blue"],
};

let server: TestServer;
let iam: Iam.IAMClient;
/** A user without any permission. */
let nobody: Iam.IAMClient;

before(async () => {
  server = await startEphemeral();
  iam = clientsOf(server, server.root).iam;
  await iam.send(new Iam.CreateUserCommand({ UserName: "Ann", Path: "/staff/" }));
  const PolicyName = "own";
  await iam.send(new Iam.PutUserPolicyCommand({ UserName: "Ann", PolicyName, PolicyDocument: reading }));
  nobody = (await newNobody(server)).iam;
});
after(() => server.stop());

const invalid = (message: string) => ({ name: "InvalidInputException", message, status: 400 });

describe("a custom policy", () => {
  const PolicyInputList = [reading];
  const ask = { PolicyInputList, ActionNames: ["s3:GetObject", "s3:PutObject"], ResourceArns: [A] };

  test("is simulated in a context, page by page", async () => {
    const found: Iam.EvaluationResult[] = [];
    const input = { ...ask, ContextEntries: [team], MaxItems: 1 };
    for await (const page of Iam.paginateSimulateCustomPolicy({ client: iam, pageSize: 1 }, input)) {
      assert.equal(page.EvaluationResults?.length, 1);
      found.push(...page.EvaluationResults);
    }
    const MatchedStatements = [
      {
        SourcePolicyId: "PolicyInputList.1",
        SourcePolicyType: "IAM Policy",
        StartPosition: { Line: 3, Column: 17 },
        EndPosition: { Line: 16, Column: 6 },
      },
    ];
    assert.deepEqual(found, [
      {
        EvalActionName: "s3:GetObject",
        EvalResourceName: A,
        EvalDecision: "allowed",
        MatchedStatements,
        MissingContextValues: [],
        EvalDecisionDetails: {},
        ResourceSpecificResults: [
          { EvalResourceName: A, EvalResourceDecision: "allowed", MatchedStatements },
        ],
      },
      {
        EvalActionName: "s3:PutObject",
        EvalResourceName: A,
        EvalDecision: "implicitDeny",
        MatchedStatements: [],
        MissingContextValues: [],
        EvalDecisionDetails: {},
        ResourceSpecificResults: [
          {
            EvalResourceName: A,
            EvalResourceDecision: "implicitDeny",
            MissingContextValues: ["aws:username"],
          },
        ],
      },
    ]);
  });

  test("is simulated with a boundary, an organization and a resource's policy", async () => {
    const elsewhere = "arn:aws:iam::999988887777:root";
    const all = { Effect: "Allow", Action: "*", Resource: "*" };
    const wide: Iam.SimulateCustomPolicyRequest = {
      ...ask,
      CallerArn: ann,
      ContextEntries: [team],
      ActionNames: ["s3:GetObject"],
      ResourceOwner: elsewhere,
      ResourcePolicy: policy({ ...all, Principal: { AWS: ann }, Resource: A }),
      PermissionsBoundaryPolicyInputList: [policy({ ...all, Action: "s3:Get*" })],
      OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [policy(all)] }],
    };
    const ask1 = async (more: Partial<Iam.SimulateCustomPolicyRequest> = {}) =>
      (await iam.send(new Iam.SimulateCustomPolicyCommand({ ...wide, ...more }))).EvaluationResults?.[0];
    const allowed = await ask1();
    assert.equal(allowed?.EvalDecision, "allowed");
    assert.deepEqual(allowed.ResourceSpecificResults?.[0]?.EvalDecisionDetails, {
      "IAM Policy": "allowed",
      "Permissions Boundary Policy": "allowed",
      "Resource Policy": "allowed",
    });
    assert.deepEqual(allowed.OrganizationsDecisionDetail, { AllowedByOrganizations: true });
    const bounded = await ask1({ PermissionsBoundaryPolicyInputList: [policy({ ...all, Action: "sqs:*" })] });
    assert.equal(bounded?.EvalDecision, "implicitDeny");
    assert.deepEqual(bounded.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: false });
    const denying = policy(all, { ...all, Effect: "Deny" });
    const stopped = await ask1({
      OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [denying] }],
    });
    assert.equal(stopped?.EvalDecision, "explicitDeny");
    assert.deepEqual(stopped.OrganizationsDecisionDetail, { AllowedByOrganizations: false });
  });

  test("names its context keys", async () => {
    const { ContextKeyNames } = await iam.send(new Iam.GetContextKeysForCustomPolicyCommand(ask));
    assert.deepEqual(ContextKeyNames?.toSorted(), ["aws:PrincipalTag/team", "aws:username"]);
  });

  test("is refused where the request is wrong", async () => {
    const simulate = (more: Partial<Iam.SimulateCustomPolicyRequest>) =>
      failureOf(iam.send(new Iam.SimulateCustomPolicyCommand({ ...ask, ...more })));
    assert.deepEqual(
      await simulate({ ActionNames: ["GetObject"] }),
      invalid("The action is invalid since it is missing names"),
    );
    assert.deepEqual(
      await simulate({ PolicyInputList: [reading, "{}"] }),
      invalid("Policy input list item 2 has invalid content"),
    );
    assert.deepEqual(
      await simulate({ ResourceArns: ["shelf"] }),
      invalid("ResourceNames are not in a valid ARN format: shelf."),
    );
    assert.deepEqual(await simulate({ Marker: "x" }), invalid("Invalid marker for pagination."));
  });

  test("is simulated for those alone who may", async () => {
    assert.deepEqual(
      await failureOf(nobody.send(new Iam.SimulateCustomPolicyCommand(ask))),
      denied("SimulateCustomPolicy", "*"),
    );
    assert.deepEqual(
      await failureOf(nobody.send(new Iam.GetContextKeysForCustomPolicyCommand({ PolicyInputList }))),
      denied("GetContextKeysForCustomPolicy", "*"),
    );
  });
});

describe("a principal", () => {
  const ask = { PolicySourceArn: ann, ActionNames: ["s3:GetObject"], ResourceArns: [A] };
  const missing = { PolicySourceArn: `${ann}e` };

  test("is simulated with the policies that it has, and with more", async () => {
    const input = {
      ...ask,
      ContextEntries: [team],
      MaxItems: 1,
      ActionNames: ["s3:GetObject", "s3:PutObject"],
    };
    const more = { PolicyInputList: [policy({ Effect: "Allow", Action: "s3:PutObject", Resource: "*" })] };
    const ids: unknown[] = [];
    const asked = { ...input, ...more };
    for await (const page of Iam.paginateSimulatePrincipalPolicy({ client: iam, pageSize: 1 }, asked))
      for (const { EvalDecision, MatchedStatements = [] } of page.EvaluationResults ?? [])
        ids.push([EvalDecision, ...MatchedStatements.map(({ SourcePolicyId }) => SourcePolicyId)]);
    assert.deepEqual(ids, [
      ["allowed", "user_Ann_own"],
      ["allowed", "PolicyInputList.1"],
    ]);
  });

  test("has context keys in its policies", async () => {
    const keys = new Iam.GetContextKeysForPrincipalPolicyCommand(ask);
    const { ContextKeyNames } = await iam.send(keys);
    assert.deepEqual(ContextKeyNames?.toSorted(), ["aws:PrincipalTag/team", "aws:username"]);
  });

  test("must be there, and is simulated for those alone who may", async () => {
    const simulate = new Iam.SimulatePrincipalPolicyCommand({ ...ask, ...missing });
    const keys = new Iam.GetContextKeysForPrincipalPolicyCommand(missing);
    const answers = [];
    for (const client of [iam, nobody])
      answers.push([await failureOf(client.send(simulate)), await failureOf(client.send(keys))]);
    const [found, refused] = answers;
    assert.deepEqual(refused, [
      denied("SimulatePrincipalPolicy", missing.PolicySourceArn),
      denied("GetContextKeysForPrincipalPolicy", missing.PolicySourceArn),
    ]);
    assert.deepEqual(
      found?.map(({ name, status }) => [name, status]),
      Array.from({ length: 2 }, () => ["NoSuchEntityException", 404]),
    );
  });
});

test("a simulation of very many resources holds up no other call", async () => {
  const ResourceArns = Array.from({ length: 5000 }, (_, at) => `arn:aws:s3:::bucket-${at}`);
  const PolicyInputList = [policy({ Effect: "Allow", Action: "s3:*", Resource: "*" })];
  const input = { PolicyInputList, ActionNames: ["s3:GetObject"], ResourceArns };
  let answered = false;
  const long = iam.send(new Iam.SimulateCustomPolicyCommand(input)).finally(() => {
    answered = true;
  });
  let meanwhile = 0;
  for (; !answered; meanwhile++) await iam.send(new Iam.GetUserCommand({ UserName: "Ann" }));
  assert.equal((await long).EvaluationResults?.[0]?.ResourceSpecificResults?.length, 5000);
  assert.ok(meanwhile > 5, `${meanwhile}`);
});
