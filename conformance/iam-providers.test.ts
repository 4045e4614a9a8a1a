/** Identity providers by AWS's own client: every operation, and what it says when it is refused. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as Iam from "@aws-sdk/client-iam";
import { clientsOf, failureOf } from "./support/clients.ts";
import { type Credentials, EPHEMERAL_ACCOUNT, startEphemeral, type TestServer } from "./support/server.ts";

let server: TestServer;
let iam: Iam.IAMClient;
/** A user without any permission. */
let nobody: Iam.IAMClient;

before(async () => {
  server = await startEphemeral();
  iam = clientsOf(server, server.root).iam;
  await iam.send(new Iam.CreateUserCommand({ UserName: "Nobody" }));
  const { AccessKey } = await iam.send(new Iam.CreateAccessKeyCommand({ UserName: "Nobody" }));
  const credentials: Credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  nobody = clientsOf(server, credentials).iam;
});
after(() => server.stop());

const denied = (action: string, resource: string) => ({
  name: "AccessDenied",
  message: `User: arn:aws:iam::${EPHEMERAL_ACCOUNT}:user/Nobody is not authorized to perform: iam:${action} on resource: ${resource} because no identity-based policy allows the iam:${action} action`,
  status: 403,
});

describe("OpenID Connect providers", () => {
  const arn = `arn:aws:iam::${EPHEMERAL_ACCOUNT}:oidc-provider/idp.example.com/t`;
  const named = { OpenIDConnectProviderArn: arn };
  const Url = "https://idp.example.com/t";
  const Tags = [{ Key: "team", Value: "blue" }];

  test("live from their creation to their deletion", async () => {
    const ThumbprintList = ["A".repeat(40)];
    const made = await iam.send(
      new Iam.CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["web"], ThumbprintList, Tags }),
    );
    assert.deepEqual([made.OpenIDConnectProviderArn, made.Tags], [arn, Tags]);
    const get = new Iam.GetOpenIDConnectProviderCommand(named);
    const first = await iam.send(get);
    assert.equal(first.Url, "idp.example.com/t");
    assert.deepEqual(first.ThumbprintList, ["a".repeat(40)]);
    assert.deepEqual([first.ClientIDList, first.Tags], [["web"], Tags]);
    assert.ok(first.CreateDate instanceof Date);
    const { OpenIDConnectProviderList } = await iam.send(new Iam.ListOpenIDConnectProvidersCommand({}));
    assert.deepEqual(OpenIDConnectProviderList, [{ Arn: arn }]);

    await iam.send(new Iam.AddClientIDToOpenIDConnectProviderCommand({ ...named, ClientID: "cli" }));
    await iam.send(new Iam.RemoveClientIDFromOpenIDConnectProviderCommand({ ...named, ClientID: "web" }));
    const renewed = { ...named, ThumbprintList: ["b".repeat(40), "c".repeat(40)] };
    await iam.send(new Iam.UpdateOpenIDConnectProviderThumbprintCommand(renewed));
    await iam.send(new Iam.TagOpenIDConnectProviderCommand({ ...named, Tags: [{ Key: "env", Value: "" }] }));
    await iam.send(new Iam.UntagOpenIDConnectProviderCommand({ ...named, TagKeys: ["team"] }));
    const listed = await iam.send(new Iam.ListOpenIDConnectProviderTagsCommand(named));
    assert.deepEqual([listed.Tags, listed.IsTruncated], [[{ Key: "env", Value: "" }], false]);
    const second = await iam.send(get);
    assert.deepEqual([second.ClientIDList, second.ThumbprintList], [["cli"], renewed.ThumbprintList]);

    const again = await failureOf(iam.send(new Iam.CreateOpenIDConnectProviderCommand({ Url })));
    assert.deepEqual(again, {
      name: "EntityAlreadyExistsException",
      message: `Provider with url ${Url} already exists.`,
      status: 409,
    });
    await iam.send(new Iam.DeleteOpenIDConnectProviderCommand(named));
    assert.deepEqual(await failureOf(iam.send(get)), {
      name: "NoSuchEntityException",
      message: `OpenIDConnect Provider not found for arn ${arn}`,
      status: 404,
    });
  });

  test("are refused where the request is wrong", async () => {
    const create = (input: Partial<Iam.CreateOpenIDConnectProviderRequest>) =>
      failureOf(iam.send(new Iam.CreateOpenIDConnectProviderCommand({ Url, ...input })));
    assert.deepEqual(await create({ Url: "https://idp.example.com:8443" }), {
      name: "InvalidInputException",
      message: "Invalid Open ID Connect Provider URL.",
      status: 400,
    });
    const ClientIDList = Array.from({ length: 101 }, (_, at) => `app-${at}`);
    assert.deepEqual(await create({ ClientIDList }), {
      name: "LimitExceededException",
      message: "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
      status: 409,
    });
  });

  test("are nothing to who has no permission", async () => {
    const create = nobody.send(new Iam.CreateOpenIDConnectProviderCommand({ Url }));
    assert.deepEqual(await failureOf(create), denied("CreateOpenIDConnectProvider", arn));
    const get = nobody.send(new Iam.GetOpenIDConnectProviderCommand(named));
    assert.deepEqual(await failureOf(get), denied("GetOpenIDConnectProvider", arn));
    const list = nobody.send(new Iam.ListOpenIDConnectProvidersCommand({}));
    const all = `arn:aws:iam::${EPHEMERAL_ACCOUNT}:oidc-provider/*`;
    assert.deepEqual(await failureOf(list), denied("ListOpenIDConnectProviders", all));
  });
});
