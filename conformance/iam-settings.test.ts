/** Settings of an account, as the SDK's client meets them. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as iam from "@aws-sdk/client-iam";
import { type Clients, clientsOf, failureOf } from "./support/clients.ts";
import { newNobody } from "./support/nobody.ts";
import { startEphemeral, type TestServer } from "./support/server.ts";

let server: TestServer;
let root: Clients;
let nobody: Clients;

describe("settings of an account", () => {
  before(async () => {
    server = await startEphemeral();
    root = clientsOf(server, server.root);
    nobody = await newNobody(server);
  });
  after(() => server.stop());

  test("an alias is created, listed, replaced and deleted", async () => {
    const create = (AccountAlias: string) =>
      root.iam.send(new iam.CreateAccountAliasCommand({ AccountAlias }));
    const remove = (AccountAlias: string) =>
      root.iam.send(new iam.DeleteAccountAliasCommand({ AccountAlias }));
    const list = async () => (await root.iam.send(new iam.ListAccountAliasesCommand({}))).AccountAliases;
    assert.deepEqual(await list(), []);
    await create("example-corporation");
    await create("example-company");
    assert.deepEqual(await list(), ["example-company"]);
    assert.deepEqual(await failureOf(create("example-company")), {
      name: "EntityAlreadyExistsException",
      message: "The account alias example-company already exists.",
      status: 409,
    });
    const gone = await failureOf(remove("example-corporation"));
    assert.deepEqual([gone.name, gone.status], ["NoSuchEntityException", 404]);
    assert.equal((await failureOf(create("a--b"))).name, "ValidationError");
    await remove("example-company");
    assert.deepEqual(await list(), []);
  });

  test("the version of tokens is set and told by the summary", async () => {
    const GlobalEndpointTokenVersion = "v1Token";
    await root.iam.send(new iam.SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion }));
    const { SummaryMap } = await root.iam.send(new iam.GetAccountSummaryCommand({}));
    assert.equal(SummaryMap?.GlobalEndpointTokenVersion, 1);
  });

  test("an account in no organization is told so, and one that federates with nobody", async () => {
    for (const command of [
      new iam.ListOrganizationsFeaturesCommand({}),
      new iam.EnableOrganizationsRootCredentialsManagementCommand({}),
      new iam.DisableOrganizationsRootCredentialsManagementCommand({}),
      new iam.EnableOrganizationsRootSessionsCommand({}),
      new iam.DisableOrganizationsRootSessionsCommand({}),
    ]) {
      const { name, status } = await failureOf(
        root.iam.send(command as iam.ListOrganizationsFeaturesCommand),
      );
      assert.deepEqual([name, status], ["OrganizationNotFoundException", 400]);
    }
    for (const command of [
      new iam.GetOutboundWebIdentityFederationInfoCommand({}),
      new iam.DisableOutboundWebIdentityFederationCommand({}),
    ]) {
      const { name, status } = await failureOf(
        root.iam.send(command as iam.GetOutboundWebIdentityFederationInfoCommand),
      );
      assert.deepEqual([name, status], ["FeatureDisabledException", 404]);
    }
  });

  test("whoever has no permission is refused each of them", async () => {
    const alias = { AccountAlias: "example" };
    const all = {
      CreateAccountAlias: new iam.CreateAccountAliasCommand(alias),
      DeleteAccountAlias: new iam.DeleteAccountAliasCommand(alias),
      ListAccountAliases: new iam.ListAccountAliasesCommand({}),
      SetSecurityTokenServicePreferences: new iam.SetSecurityTokenServicePreferencesCommand({
        GlobalEndpointTokenVersion: "v1Token",
      }),
      EnableOrganizationsRootSessions: new iam.EnableOrganizationsRootSessionsCommand({}),
      GetOutboundWebIdentityFederationInfo: new iam.GetOutboundWebIdentityFederationInfoCommand({}),
    };
    for (const [action, command] of Object.entries(all)) {
      const { message, status } = await failureOf(nobody.iam.send(command as iam.ListAccountAliasesCommand));
      assert.equal(status, 403);
      assert.equal(
        message,
        `User: arn:aws:iam::123456789012:user/Nobody is not authorized to perform: iam:${action} on resource: * because no identity-based policy allows the iam:${action} action`,
      );
    }
  });
});
