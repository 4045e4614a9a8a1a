/** Temporary delegation by AWS's own clients, from the operator's template to what a partner does in another account. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as Iam from "@aws-sdk/client-iam";
import * as Sts from "@aws-sdk/client-sts";
import { makeAccounts } from "./support/accounts.ts";
import { type Calls, callsOf, done, eventsOf, newUser } from "./support/calls.ts";
import { type Clients, clientsOf, credentialsOf, failureOf, policy } from "./support/clients.ts";
import { type Credentials, startDurable, type TestServer } from "./support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "portcullis-delegation-"));
const umask = process.umask();
const [operator, customer, partner] = ["111122223333", "444455556666", "777788889999"] as const;
const topic = `arn:aws:sns:us-east-1:${partner}:delegations`;

let server: TestServer;
let ofOperator: Calls;
let ofPartner: Calls;
let ofAdmin: Calls;
/** Of the customer's account: who is sent to a request, and who may accept it. */
let ann: Clients;
let admin: Clients;
let provider: Clients;

before(async () => {
  const path = join(folder, "data");
  const roots = await makeAccounts(path, [operator, customer, partner]);
  const [first, second, third] = roots as [Credentials, Credentials, Credentials];
  server = await startDurable(path, { root: first });
  ofOperator = callsOf(server, first);
  ofPartner = callsOf(server, third);
  const root = callsOf(server, second);
  ann = clientsOf(server, (await newUser(server, root, "Ann")).credentials);
  ofAdmin = await newUser(server, root, "Admin");
  const PolicyDocument = policy({ Effect: "Allow", Action: "*", Resource: "*" });
  await done(root.iam("PutUserPolicy", { UserName: "Admin", PolicyName: "own", PolicyDocument }));
  admin = clientsOf(server, ofAdmin.credentials);
  provider = clientsOf(server, third);
  await done(ofOperator.own("PutDelegationTemplate", template));
});
after(async () => {
  await server.stop();
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

const template = {
  Name: "set-up",
  RequestorAccountId: partner,
  RequestorName: "Example Partner",
  Policy: policy({
    Effect: "Allow",
    Action: ["iam:GetUser", "iam:CreateUser"],
    Resource: "arn:aws:iam::@{AccountId}:user/@{prefix}/*",
  }),
};
const PolicyTemplateArn = "arn:aws:iam:::delegation-template/set-up";
const asked = {
  Description: "Sets the product up.",
  Permissions: {
    PolicyTemplateArn,
    Parameters: [
      { Name: "AccountId", Values: [customer], Type: "string" },
      { Name: "prefix", Values: ["product", "backup"], Type: "stringList" },
    ],
  },
  NotificationChannel: topic,
  SessionDuration: 3600,
} satisfies Omit<Iam.CreateDelegationRequestRequest, "RequestorWorkflowId">;

async function request(
  RequestorWorkflowId: string,
  more: Partial<Iam.CreateDelegationRequestRequest> = {},
): Promise<{ readonly DelegationRequestId: string }> {
  const input = { ...asked, RequestorWorkflowId, ...more };
  const { DelegationRequestId = "" } = await provider.iam.send(new Iam.CreateDelegationRequestCommand(input));
  return { DelegationRequestId };
}

async function told(id: string): Promise<Readonly<Record<string, string>>> {
  const { body } = await done(ofPartner.own("ListDelegationNotifications"));
  const { Notifications } = JSON.parse(body) as { Notifications: readonly Record<string, string>[] };
  return Notifications.find(({ RequestId }) => RequestId === id) ?? {};
}

describe("a delegation", () => {
  test("lives from the partner's request to what the partner does in the customer's account", async () => {
    const id = await request("workflow-1", {
      OwnerAccountId: customer,
      OnlySendByOwner: true,
      RequestMessage: "As Ann asked for it.",
      RedirectUrl: "https://partner.example.com/done",
    });
    const EntityArn = `arn:aws:iam::${customer}:delegation-request/${id.DelegationRequestId}`;
    await ann.iam.send(new Iam.AssociateDelegationRequestCommand(id));
    const summary = await ann.iam.send(new Iam.GetHumanReadableSummaryCommand({ EntityArn, Locale: "en" }));
    assert.equal(summary.SummaryState, "AVAILABLE");
    assert.ok(summary.SummaryContent?.includes(`\`arn:aws:iam::${customer}:user/product/*\``));
    await ann.iam.send(new Iam.UpdateDelegationRequestCommand({ ...id, Notes: "Please look at it." }));
    assert.equal((await told(id.DelegationRequestId)).State, "PENDING_APPROVAL");
    const { DelegationRequests, isTruncated } = await admin.iam.send(
      new Iam.ListDelegationRequestsCommand({ OwnerId: `arn:aws:iam::${customer}:user/Ann` }),
    );
    assert.deepEqual(
      [DelegationRequests?.map(({ DelegationRequestId }) => DelegationRequestId), isTruncated],
      [[id.DelegationRequestId], false],
    );
    const got = await admin.iam.send(
      new Iam.GetDelegationRequestCommand({ ...id, DelegationPermissionCheck: true }),
    );
    assert.deepEqual([got.PermissionCheckStatus, got.PermissionCheckResult], ["COMPLETE", "ALLOWED"]);
    const { DelegationRequest } = got;
    assert.equal(DelegationRequest?.Notes, "Please look at it.");
    assert.equal(DelegationRequest?.RequestorName, "Example Partner");
    assert.deepEqual(DelegationRequest?.Permissions, asked.Permissions);
    assert.deepEqual(JSON.parse(DelegationRequest?.PermissionPolicy ?? "").Statement[0].Resource, [
      `arn:aws:iam::${customer}:user/product/*`,
      `arn:aws:iam::${customer}:user/backup/*`,
    ]);
    assert.ok(DelegationRequest?.ExpirationTime instanceof Date);
    await admin.iam.send(new Iam.AcceptDelegationRequestCommand(id));
    const early = await failureOf(admin.iam.send(new Iam.SendDelegationTokenCommand(id)));
    assert.match(early.message, /because only the owner of the delegation request may send its token$/);
    assert.equal((await told(id.DelegationRequestId)).ExchangeToken, undefined);
    await ann.iam.send(new Iam.SendDelegationTokenCommand(id));

    const { ExchangeToken: TradeInToken, ...message } = await told(id.DelegationRequestId);
    assert.deepEqual(
      { Type: message.Type, Channel: message.NotificationChannel, Owner: message.OwnerAccountId },
      { Type: "ExchangeToken", Channel: topic, Owner: customer },
    );
    const exchange = new Sts.GetDelegatedAccessTokenCommand({ TradeInToken });
    const { AssumedPrincipal, Credentials: given } = await provider.sts.send(exchange);
    assert.equal(AssumedPrincipal, `arn:aws:iam::${customer}:user/Admin`);
    assert.equal(given?.Expiration?.getTime(), Math.floor(Number(message.ExpiresAt)) * 1000);
    const delegated = clientsOf(server, credentialsOf(given));
    const made = await delegated.iam.send(new Iam.CreateUserCommand({ UserName: "bot", Path: "/product/" }));
    assert.equal(made.User?.Arn, `arn:aws:iam::${customer}:user/product/bot`);
    const beyond = await failureOf(delegated.iam.send(new Iam.DeleteUserCommand({ UserName: "bot" })));
    assert.deepEqual(beyond, {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${customer}:user/Admin is not authorized to perform: iam:DeleteUser on resource: user bot because no session policy allows the iam:DeleteUser action`,
      status: 403,
    });
    await admin.iam.send(new Iam.DeleteUserCommand({ UserName: "bot" }));
    const session = await failureOf(delegated.sts.send(new Sts.GetSessionTokenCommand()));
    assert.equal(session.message, "Cannot call GetSessionToken with session credentials");
  });

  test("stands in the histories of both accounts, and what the partner does as the partner's", async () => {
    const events = await eventsOf(ofAdmin);
    const record = (name: string) => events.find(({ EventName }) => EventName === name)?.record;
    const by = record("CreateUser").userIdentity;
    assert.deepEqual(
      [by.type, by.userName, by.invokedByDelegate],
      ["IAMUser", "Admin", { accountId: partner }],
    );
    const exchanged = record("GetDelegatedAccessToken");
    assert.equal(exchanged.userIdentity.accountId, partner);
    assert.equal(typeof exchanged.sharedEventID, "string");
    assert.equal(record("AcceptDelegationRequest").userIdentity.invokedByDelegate, undefined);
    const own = await eventsOf(ofPartner);
    for (const { text } of [...own, ...events]) {
      assert.doesNotMatch(text, /444455556666\.[0-9a-f-]{36}\./, "no token is in any event");
    }
    assert.ok(own.some(({ EventName }) => EventName === "CreateDelegationRequest"));
  });

  test("may be rejected after it was accepted, and then gives nothing", async () => {
    const id = await request("workflow-2");
    await admin.iam.send(new Iam.AssociateDelegationRequestCommand(id));
    await admin.iam.send(new Iam.AcceptDelegationRequestCommand(id));
    await admin.iam.send(new Iam.RejectDelegationRequestCommand({ ...id, Notes: "Not now." }));
    const late = await failureOf(admin.iam.send(new Iam.SendDelegationTokenCommand(id)));
    assert.deepEqual([late.name, late.status], ["InvalidInputException", 400]);
    const { State, Type } = await told(id.DelegationRequestId);
    assert.deepEqual([State, Type], ["REJECTED", "StateChange"]);
  });
});

describe("a delegation is refused", () => {
  test("to a partner that asks for what is not its own, or twice", async () => {
    await request("workflow-3");
    const refused = (RequestorWorkflowId: string, more: Partial<Iam.CreateDelegationRequestRequest>) =>
      failureOf(request(RequestorWorkflowId, more));
    assert.equal((await refused("workflow-3", {})).name, "EntityAlreadyExistsException");
    const foreign = { PolicyTemplateArn: "arn:aws:iam:::delegation-template/other" };
    const cases = [
      { Permissions: { ...asked.Permissions, ...foreign } },
      { Permissions: { PolicyTemplateArn } },
      { NotificationChannel: `arn:aws:sns:us-east-1:${customer}:delegations` },
    ];
    for (const more of cases) {
      assert.equal((await refused("workflow-4", more)).name, "InvalidInputException");
    }
    const other = new Iam.CreateDelegationRequestCommand({ ...asked, RequestorWorkflowId: "workflow-5" });
    assert.equal((await failureOf(admin.iam.send(other))).name, "InvalidInputException");
  });

  test("to whoever has no permission, in AWS's words", async () => {
    const id = await request("workflow-6", { OwnerAccountId: customer });
    const arn = `arn:aws:iam::${customer}:delegation-request/${id.DelegationRequestId}`;
    await admin.iam.send(new Iam.AssociateDelegationRequestCommand(id));
    const calls = {
      AssociateDelegationRequest: failureOf(ann.iam.send(new Iam.AssociateDelegationRequestCommand(id))),
      GetDelegationRequest: failureOf(ann.iam.send(new Iam.GetDelegationRequestCommand(id))),
      UpdateDelegationRequest: failureOf(ann.iam.send(new Iam.UpdateDelegationRequestCommand(id))),
      AcceptDelegationRequest: failureOf(ann.iam.send(new Iam.AcceptDelegationRequestCommand(id))),
      RejectDelegationRequest: failureOf(ann.iam.send(new Iam.RejectDelegationRequestCommand(id))),
      SendDelegationToken: failureOf(ann.iam.send(new Iam.SendDelegationTokenCommand(id))),
      GetHumanReadableSummary: failureOf(
        ann.iam.send(new Iam.GetHumanReadableSummaryCommand({ EntityArn: arn })),
      ),
    };
    for (const [action, call] of Object.entries(calls)) {
      assert.deepEqual(await call, {
        name: "AccessDenied",
        message: `User: arn:aws:iam::${customer}:user/Ann is not authorized to perform: iam:${action} on resource: ${arn} because no identity-based policy allows the iam:${action} action`,
        status: 403,
      });
    }
    const list = await failureOf(ann.iam.send(new Iam.ListDelegationRequestsCommand({})));
    assert.match(list.message, /iam:ListDelegationRequests on resource: \* because no identity-based policy/);
  });

  test("to every account but the one that it is asked of, as if there were none", async () => {
    const id = await request("workflow-7", { OwnerAccountId: customer });
    for (const command of [
      new Iam.GetDelegationRequestCommand(id),
      new Iam.AssociateDelegationRequestCommand(id),
      new Iam.AcceptDelegationRequestCommand(id),
    ]) {
      assert.deepEqual(await failureOf(provider.iam.send(command as Iam.GetDelegationRequestCommand)), {
        name: "NoSuchEntityException",
        message: `The delegation request with id ${id.DelegationRequestId} cannot be found.`,
        status: 404,
      });
    }
  });

  test("for a token that another account holds, and for every token once the operator took the template away", async () => {
    const id = await request("workflow-8");
    await admin.iam.send(new Iam.AssociateDelegationRequestCommand(id));
    await admin.iam.send(new Iam.AcceptDelegationRequestCommand(id));
    await admin.iam.send(new Iam.SendDelegationTokenCommand(id));
    const { ExchangeToken: TradeInToken } = await told(id.DelegationRequestId);
    const exchange = new Sts.GetDelegatedAccessTokenCommand({ TradeInToken });
    assert.equal((await failureOf(admin.sts.send(exchange))).name, "InvalidParameterValue");
    const listed = await done(ofOperator.own("ListDelegationTemplates"));
    assert.equal(JSON.parse(listed.body).Templates[0].Arn, PolicyTemplateArn);
    const deletion = await ofPartner.own("DeleteDelegationTemplate", { Name: "set-up" });
    assert.match(
      deletion.message ?? "",
      /because the installation takes it from the operator's account only$/,
    );
    await done(ofOperator.own("DeleteDelegationTemplate", { Name: "set-up" }));
    assert.equal((await failureOf(provider.sts.send(exchange))).name, "ExpiredTradeInTokenException");
    assert.equal((await told(id.DelegationRequestId)).State, "EXPIRED");
  });
});
