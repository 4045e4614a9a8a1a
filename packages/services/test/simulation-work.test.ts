/** Simulations that are made to be slow: each page of them is short, or they are refused. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { home, newCloud } from "./harness.ts";
import { document, person } from "./people.ts";
import { A, ann, ask, cloud, type Input, refused, root, simulate } from "./simulating.ts";

const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));
const tiny = { Action: "s3:*" } as const;
const tooMuch = (resources: number) =>
  `InvalidInput: There is too much to evaluate for s3:GetObject on ${resources} resources in one request.`;

/** Results on the first of the longest pages. */
function firstPage(more: Partial<Input>): number {
  const input = { PolicyInputList: [document(tiny)], ActionNames: many(1000, () => "s3:GetObject"), ...more };
  const page = cloud.call(root, "iam:SimulateCustomPolicy", { ...input, MaxItems: 1000 });
  const results = page.EvaluationResults?.length ?? 0;
  assert.equal(page.IsTruncated, results < input.ActionNames.length);
  return results;
}

describe("a page of a simulation", () => {
  test("has as many results as were asked for, where they are little work", () => {
    assert.equal(firstPage({}), 1000);
  });

  test("is shorter where each is much, and the next goes on", () => {
    const PolicyInputList = [document(...many(1000, () => tiny))];
    const ActionNames = many(12, (at) => `s3:Action${at}`);
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    let pages = 0;
    do {
      const input = { PolicyInputList, ActionNames, ...(Marker === undefined ? {} : { Marker }) };
      const page = cloud.call(root, "iam:SimulateCustomPolicy", input);
      assert.ok((page.EvaluationResults?.length ?? 0) <= 6);
      names.push(...(page.EvaluationResults ?? []).map(({ EvalActionName }) => EvalActionName));
      ({ Marker } = page);
      pages++;
    } while (Marker !== undefined);
    assert.deepEqual(names, ActionNames);
    assert.ok(pages > 1);
  });

  test("is shorter for actions that are searched for, in statements that do not even cover them", () => {
    const Action = many(4000, (at) => `s3:*a*b${at}`);
    assert.ok(firstPage({ PolicyInputList: [document({ Action })] }) < 20);
    const ActionNames = many(1000, () => `s3:${"a".repeat(120)}`);
    assert.ok(firstPage({ PolicyInputList: [document({ Action })], ActionNames }) < 20);
  });

  test("is shorter for keys that are missing", () => {
    const StringEquals = Object.fromEntries(many(3000, (at) => [`aws:k${at}`, "x"]));
    assert.ok(firstPage({ PolicyInputList: [document({ ...tiny, Condition: { StringEquals } })] }) < 20);
  });
});

describe("one action", () => {
  const ResourceArns = many(300, (at) => `arn:aws:s3:::shelf/${at}`);

  test("is refused on more resources than can be evaluated at once", () => {
    assert.equal(simulate({ ResourceArns }).length, 1);
    const PolicyInputList = [document(...many(200, () => tiny))];
    assert.equal(refused({ PolicyInputList, ResourceArns }), tooMuch(300));
  });

  test("is refused where patterns meet long texts", () => {
    const Resource = many(2000, () => "arn:aws:s3:::*a*b*a*b");
    const long = `arn:aws:s3:::${"ab".repeat(1000)}`;
    assert.equal(
      refused({ PolicyInputList: [document({ ...tiny, Resource })], ResourceArns: [long] }),
      tooMuch(1),
    );
    const named = many(2000, () => "arn:aws:s3:::$" + "{aws:long}*");
    const values = {
      ContextKeyName: "aws:long",
      ContextKeyType: "string",
      ContextKeyValues: ["a".repeat(9000)],
    };
    const variables = {
      PolicyInputList: [document({ ...tiny, Resource: named })],
      ContextEntries: [values] as NonNullable<Input["ContextEntries"]>,
    };
    assert.equal(refused({ ...variables, ResourceArns: [A] }), tooMuch(1));
  });
});

describe("attack: a short request for a very long answer", () => {
  const buckets = (count: number) => many(count, (at) => `arn:aws:s3:::${at}`);
  const asking = (count: number, key: string) =>
    document({
      ...tiny,
      Condition: {
        StringEquals: Object.fromEntries(many(count, (at) => [`aws:RequestTag/${at}${key}`, "x"])),
      },
    });
  const long = asking(10, "k".repeat(12_000));

  test("keys that are missing are not told again of each of very many resources", () => {
    assert.equal(refused({ PolicyInputList: [long], ResourceArns: buckets(3500) }), tooMuch(3500));
    assert.equal(refused({ PolicyInputList: [long], ResourceArns: buckets(35) }), tooMuch(35));
    const [few] = simulate({ PolicyInputList: [long], ResourceArns: buckets(30) });
    assert.equal(few?.ResourceSpecificResults?.at(-1)?.MissingContextValues?.length, 10);
  });

  test("nor keys that are longer as they are written in XML", () => {
    const escaped = asking(10, "&".repeat(12_000));
    assert.equal(refused({ PolicyInputList: [escaped], ResourceArns: buckets(10) }), tooMuch(10));
    assert.equal(simulate({ PolicyInputList: [escaped], ResourceArns: buckets(3) }).length, 1);
  });

  test("statements are not told again of each, by the long names of all who have them", () => {
    const world = newCloud();
    const by = world.root();
    const UserName = "Ann";
    world.call(by, "iam:CreateUser", { UserName });
    for (const at of many(10, String)) {
      const GroupName = at.repeat(100);
      world.call(by, "iam:CreateGroup", { GroupName });
      world.call(by, "iam:AddUserToGroup", { GroupName, UserName });
      const PolicyDocument = document(...many(40, () => tiny));
      world.call(by, "iam:PutGroupPolicy", { GroupName, PolicyName: "p".repeat(100), PolicyDocument });
    }
    const input = { PolicySourceArn: `arn:aws:iam::${home}:user/Ann`, ...ask };
    const at = (count: number) => ({ ...input, ResourceArns: buckets(count) });
    assert.equal(
      `InvalidInput: ${world.refusal(by, "iam:SimulatePrincipalPolicy", at(50)).message}`,
      tooMuch(50),
    );
    const [result] = world.call(by, "iam:SimulatePrincipalPolicy", at(5)).EvaluationResults ?? [];
    assert.equal(result?.MatchedStatements?.length, 400);
  });

  test("a page ends before so many keys", () => {
    assert.ok(firstPage({ PolicyInputList: [long] }) < 40);
    assert.equal(firstPage({ PolicyInputList: [long], ResourceArns: buckets(20) }), 1);
  });

  test("many resources with short keys are answered", () => {
    const [result] = simulate({ PolicyInputList: [asking(10, "k")], ResourceArns: buckets(3500) });
    assert.equal(result?.ResourceSpecificResults?.length, 3500);
    assert.ok(cloud.gaveWay >= 3500, "to other calls, after each resource");
  });
});

test("policies of one request have one size together", () => {
  const text = document(...many(1800, () => tiny));
  const more = `${text}${" ".repeat(131_072 - text.length)}`;
  assert.equal(
    refused({ PolicyInputList: [more, more, document(tiny)], CallerArn: ann }),
    "InvalidInput: The policies of one request cannot exceed 262144 characters.",
  );
});

test("attack: policies that are long to read keep no other call waiting, in whichever part of a request", () => {
  const texts = many(20, (at) => document({ Action: `s3:Get${at}` }));
  const ActionNames = ["s3:GetObject"];
  const levels = [{ ServiceControlPolicyInputList: texts }];
  cloud.call(root, "iam:GetContextKeysForCustomPolicy", { PolicyInputList: texts });
  assert.ok(cloud.gaveWay >= 40, "after each is checked, and after its keys are read");
  const own = newCloud();
  person(own, "Ann");
  const PolicySourceArn = `arn:aws:iam::${home}:user/Ann`;
  own.call(own.root(), "iam:GetContextKeysForPrincipalPolicy", { PolicySourceArn, PolicyInputList: texts });
  assert.ok(own.gaveWay >= 40);
  cloud.call(root, "iam:SimulateCustomPolicy", { PolicyInputList: texts, ActionNames });
  assert.ok(cloud.gaveWay >= 20);
  const inOrganization = {
    PolicyInputList: texts.slice(0, 1),
    OrderedOrganizationPolicyInputList: levels,
    ActionNames,
  };
  cloud.call(root, "iam:SimulateCustomPolicy", inOrganization);
  assert.ok(cloud.gaveWay >= 20);
});
