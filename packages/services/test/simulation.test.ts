/** Policies that a request brings along, simulated. What AWS answers was recorded from it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { home } from "./harness.ts";
import { allow, document } from "./people.ts";
import {
  A,
  ann,
  B,
  cloud,
  denying,
  grant,
  one,
  places,
  read,
  reading,
  refused,
  root,
  simulate,
  sources,
} from "./simulating.ts";

describe("a simulation of given policies", () => {
  it("answers for every resource where none is named", () => {
    assert.deepEqual(one({}), {
      EvalActionName: "s3:GetObject",
      EvalResourceName: "*",
      EvalDecision: "allowed",
      MatchedStatements: [
        {
          SourcePolicyId: "PolicyInputList.1",
          SourcePolicyType: "IAM Policy",
          StartPosition: { Line: 1, Column: 38 },
          EndPosition: { Line: 1, Column: 95 },
        },
      ],
      MissingContextValues: [],
    });
    assert.deepEqual(one({ ResourceArns: ["*"] }), one({}));
  });

  it("answers for each resource that is named, and sums up", () => {
    const result = one({
      PolicyInputList: [document({ ...read, Resource: A })],
      ResourceArns: [A, B],
    });
    assert.equal(result.EvalDecision, "implicitDeny");
    assert.equal(result.EvalResourceName, "*");
    assert.deepEqual(result.EvalDecisionDetails, {});
    assert.deepEqual(sources(result), [["PolicyInputList.1", "IAM Policy"]]);
    const [first, second] = result.ResourceSpecificResults ?? [];
    assert.deepEqual([first?.EvalResourceName, first?.EvalResourceDecision], [A, "allowed"]);
    assert.deepEqual(second, { EvalResourceName: B, EvalResourceDecision: "implicitDeny" });
    assert.equal(one({ ResourceArns: [A] }).EvalResourceName, A);
  });

  it("names the form of the resources where the action's type of them is known", () => {
    const named = (ActionNames: readonly string[]) =>
      one({ ActionNames, ResourceArns: [ann, `${ann}e`] }).EvalResourceName;
    assert.equal(named(["iam:GetUser"]), "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}");
    assert.equal(named(["iam:ListUsers"]), "*");
    assert.equal(named(["constructor:name"]), "*");
  });

  it("takes a statement's place from the end of what stands before it", () => {
    const two = JSON.stringify(
      {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Sid: "First" },
          { Effect: "Deny", Action: "s3:PutObject", Resource: "*", Sid: "Second" },
        ],
      },
      null,
      2,
    );
    assert.deepEqual(places(two), [[3, 17, 9, 6]]);
    assert.deepEqual(places(two, "s3:PutObject"), [[9, 6, 15, 6]]);
    assert.deepEqual(places(two.replaceAll("\n", "\r\n")), [[3, 17, 9, 6]]);
    assert.deepEqual(places(two.replaceAll("\n", "\r")), [[3, 17, 9, 6]]);
    const alone = { Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" } };
    assert.deepEqual(places(JSON.stringify(alone, null, 2)), [[2, 17, 6, 4]]);
    assert.deepEqual(
      places('{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}'),
      [[1, 16, 1, 77]],
    );
    const accented =
      '{"Id": "café", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}';
    assert.deepEqual(places(accented), [[1, 30, 1, 92]]);
  });

  it("tells only the Denies where one denies", () => {
    const result = one({ PolicyInputList: [reading, denying] });
    assert.equal(result.EvalDecision, "explicitDeny");
    assert.deepEqual(sources(result), [["PolicyInputList.2", "IAM Policy"]]);
  });

  it("gives actions in the order of the request, each as often as it is asked for", () => {
    const ActionNames = ["s3:PutObject", "S3:gEtObJeCt", "s3:PutObject", "s3:*", "madeup:Action", "s3:"];
    assert.deepEqual(
      simulate({ ActionNames }).map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]),
      ActionNames.map((each) => [each, each === "S3:gEtObJeCt" ? "allowed" : "implicitDeny"]),
    );
    assert.equal(one({ PolicyInputList: [allow("s3:*")], ActionNames: ["s3:*"] }).EvalDecision, "allowed");
  });

  it("denies by no policy at all", () => {
    assert.equal(one({ PolicyInputList: [] }).EvalDecision, "implicitDeny");
  });
});

describe("a request for a simulation", () => {
  it("is refused for what is no action, resource, caller or policy", () => {
    assert.equal(
      refused({ ActionNames: ["s3:GetObject", "GetObject"] }),
      "InvalidInput: The action is invalid since it is missing names",
    );
    assert.match(refused({ ActionNames: ["s3"] }), /^ValidationError: /);
    for (const wrong of ["not-an-arn", "arn:aws:s3", "arn::s3:::x"])
      assert.equal(
        refused({ ResourceArns: [A, wrong] }),
        `InvalidInput: ResourceNames are not in a valid ARN format: ${wrong}.`,
      );
    assert.equal(
      refused({ ResourceArns: ["*", A] }),
      "InvalidInput: ResourceNames are not in a valid ARN format: *.",
    );
    for (const CallerArn of [
      `arn:aws:iam::${home}:root`,
      `arn:aws:sts::${home}:assumed-role/Worker/s`,
      "ann",
      "arn:aws:iam::12:user/ann",
    ])
      assert.equal(
        refused({ CallerArn }),
        "InvalidInput: Invalid caller - Caller must be an IAM user, role or group in this context.",
      );
    for (const text of ["{", '{"Version":"2099-01-01","Statement":[]}', grant(ann)])
      assert.equal(
        refused({ PolicyInputList: [reading, text] }),
        "InvalidInput: Policy input list item 2 has invalid content",
      );
    assert.equal(
      refused({ PermissionsBoundaryPolicyInputList: ["{"] }),
      "InvalidInput: Permissions boundary policy input list item 1 has invalid content",
    );
    assert.equal(
      refused({ OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: ["{"] }] }),
      "InvalidInput: Service control policy input list item 1 has invalid content",
    );
    assert.equal(
      refused({ CallerArn: ann, ResourceArns: [A], ResourcePolicy: reading }),
      "InvalidInput: Resource policy has invalid content",
    );
  });

  it("knows the scenarios of EC2, where resources are named", () => {
    const instance = `arn:aws:ec2:us-east-1:${home}:instance/i-0123456789abcdef0`;
    const started = { ActionNames: ["ec2:RunInstances"], ResourceArns: [instance] } as const;
    const PolicyInputList = [allow("ec2:RunInstances")];
    const ResourceHandlingOption = "EC2-VPC-EBS";
    assert.equal(one({ ...started, PolicyInputList, ResourceHandlingOption }).EvalDecision, "allowed");
    assert.equal(one({ ResourceHandlingOption: "fictional" }).EvalDecision, "allowed");
    const page = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html";
    assert.equal(
      refused({ ResourceArns: [A], ResourceHandlingOption }),
      "InvalidInput: Invalid input resource handling options. Action does not support resource handling options: " +
        `s3:GetObject. Please refer to the documentation for more details: ${page}`,
    );
    assert.match(refused({ ...started, ResourceHandlingOption: "fictional" }), /ec2:RunInstances/);
  });

  it("comes in pages, of which each evaluates its own actions", () => {
    const ActionNames = ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"];
    const input = { PolicyInputList: [reading], ActionNames, MaxItems: 2 };
    const first = cloud.call(root, "iam:SimulateCustomPolicy", input);
    assert.deepEqual([first.IsTruncated, first.EvaluationResults?.length], [true, 2]);
    const { Marker } = first;
    const second = cloud.call(root, "iam:SimulateCustomPolicy", { ...input, ...(Marker && { Marker }) });
    assert.deepEqual([second.IsTruncated, second.Marker], [false, undefined]);
    assert.equal(second.EvaluationResults?.[0]?.EvalActionName, "s3:DeleteObject");
    assert.equal(refused({ Marker: "not-a-marker" }), "InvalidInput: Invalid marker for pagination.");
    assert.match(refused({ MaxItems: 1001 }), /^ValidationError: /);
  });
});
