/** Identity providers and service-linked roles by AWS's own client: every operation, and what it says when it is refused. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, describe, test } from "node:test";
import * as Iam from "@aws-sdk/client-iam";
import { metadataOf } from "../packages/services/test/saml-metadata.ts";
import { clientsOf, failureOf } from "./support/clients.ts";
import { denied, newNobody } from "./support/nobody.ts";
import { EPHEMERAL_ACCOUNT, startEphemeral, type TestServer } from "./support/server.ts";

let server: TestServer;
let iam: Iam.IAMClient;
/** A user without any permission. */
let nobody: Iam.IAMClient;

before(async () => {
  server = await startEphemeral();
  iam = clientsOf(server, server.root).iam;
  nobody = (await newNobody(server)).iam;
});
after(() => server.stop());

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

describe("SAML providers", () => {
  const arn = `arn:aws:iam::${EPHEMERAL_ACCOUNT}:saml-provider/Corp`;
  const named = { SAMLProviderArn: arn };
  const SAMLMetadataDocument = metadataOf({ before: "<x>é &amp; \r\n\t</x>" });
  const Tags = [{ Key: "team", Value: "blue" }];
  const AddPrivateKey = generateKeyPairSync("rsa", { modulusLength: 1024 })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();

  test("live from their creation to their deletion", async () => {
    const made = await iam.send(
      new Iam.CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument, AddPrivateKey, Tags }),
    );
    assert.deepEqual([made.SAMLProviderArn, made.Tags], [arn, Tags]);
    const get = new Iam.GetSAMLProviderCommand(named);
    const first = await iam.send(get);
    assert.equal(first.SAMLMetadataDocument, SAMLMetadataDocument, "byte for byte");
    assert.deepEqual([first.AssertionEncryptionMode, first.Tags], ["Allowed", Tags]);
    assert.equal(first.PrivateKeyList?.length, 1);
    const years = (first.ValidUntil?.getUTCFullYear() ?? 0) - (first.CreateDate?.getUTCFullYear() ?? 0);
    assert.equal(years, 100);
    const { SAMLProviderList } = await iam.send(new Iam.ListSAMLProvidersCommand({}));
    assert.deepEqual(SAMLProviderList, [
      { Arn: arn, ValidUntil: first.ValidUntil, CreateDate: first.CreateDate },
    ]);

    const until = metadataOf({ entity: 'entityID="i" validUntil="2040-01-01T00:00:00Z"' });
    const changed = { ...named, SAMLMetadataDocument: until, AssertionEncryptionMode: "Required" } as const;
    const updated = await iam.send(new Iam.UpdateSAMLProviderCommand(changed));
    assert.equal(updated.SAMLProviderArn, arn);
    await iam.send(new Iam.TagSAMLProviderCommand({ ...named, Tags: [{ Key: "env", Value: "" }] }));
    await iam.send(new Iam.UntagSAMLProviderCommand({ ...named, TagKeys: ["team"] }));
    const listed = await iam.send(new Iam.ListSAMLProviderTagsCommand(named));
    assert.deepEqual([listed.Tags, listed.IsTruncated], [[{ Key: "env", Value: "" }], false]);
    const second = await iam.send(get);
    assert.deepEqual(second.ValidUntil, new Date("2040-01-01T00:00:00Z"));
    assert.equal(second.AssertionEncryptionMode, "Required");
    assert.equal(second.SAMLProviderUUID, first.SAMLProviderUUID);

    const again = new Iam.CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument });
    assert.deepEqual(await failureOf(iam.send(again)), {
      name: "EntityAlreadyExistsException",
      message: "Provider with name Corp already exists.",
      status: 409,
    });
    await iam.send(new Iam.DeleteSAMLProviderCommand(named));
    assert.deepEqual(await failureOf(iam.send(get)), {
      name: "NoSuchEntityException",
      message: `Manifest not found for arn ${arn}`,
      status: 404,
    });
  });

  test("are refused where the request is wrong, and no answer repeats a private key", async () => {
    const create = (input: Partial<Iam.CreateSAMLProviderRequest>) =>
      failureOf(
        iam.send(new Iam.CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument, ...input })),
      );
    assert.deepEqual(await create({ SAMLMetadataDocument: "x".repeat(1000) }), {
      name: "InvalidInputException",
      message: "Could not parse metadata",
      status: 400,
    });
    assert.deepEqual(await create({ AddPrivateKey: AddPrivateKey.slice(0, 300) }), {
      name: "InvalidInputException",
      message: "Invalid private key.",
      status: 400,
    });
    const tooLong = await create({ AddPrivateKey: AddPrivateKey.repeat(20) });
    assert.deepEqual([tooLong.name, tooLong.status], ["ValidationError", 400]);
    assert.doesNotMatch(tooLong.message, /PRIVATE KEY/);
  });

  test("attack: a document of the model's greatest length is sent", async () => {
    const { status } = await failureOf(
      iam.send(
        new Iam.CreateSAMLProviderCommand({
          Name: "Corp",
          SAMLMetadataDocument: metadataOf({ before: "x".repeat(1 << 20) }),
        }),
      ),
    );
    assert.equal(status, 413);
  });

  test("are nothing to who has no permission, whatever they send", async () => {
    const create = nobody.send(
      new Iam.CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument: "x".repeat(1000) }),
    );
    assert.deepEqual(await failureOf(create), denied("CreateSAMLProvider", arn));
    const get = nobody.send(new Iam.GetSAMLProviderCommand(named));
    assert.deepEqual(await failureOf(get), denied("GetSAMLProvider", arn));
    const list = nobody.send(new Iam.ListSAMLProvidersCommand({}));
    const all = `arn:aws:iam::${EPHEMERAL_ACCOUNT}:saml-provider/*`;
    assert.deepEqual(await failureOf(list), denied("ListSAMLProviders", all));
  });
});

describe("service-linked roles", () => {
  const path = "/aws-service-role/autoscaling.amazonaws.com/";
  const arn = `arn:aws:iam::${EPHEMERAL_ACCOUNT}:role${path}AWSServiceRoleForAutoScaling_blue`;
  const RoleName = "AWSServiceRoleForAutoScaling_blue";
  const made = { AWSServiceName: "autoscaling.amazonaws.com", CustomSuffix: "blue" };

  test("live from their creation to the end of their deletion", async () => {
    const { Role } = await iam.send(new Iam.CreateServiceLinkedRoleCommand({ ...made, Description: "mine" }));
    assert.deepEqual([Role?.Arn, Role?.Path, Role?.RoleName], [arn, path, RoleName]);
    const { AttachedPolicies } = await iam.send(new Iam.ListAttachedRolePoliciesCommand({ RoleName }));
    assert.deepEqual(AttachedPolicies, [
      {
        PolicyName: "AutoScalingServiceRolePolicy",
        PolicyArn: "arn:aws:iam::aws:policy/aws-service-role/AutoScalingServiceRolePolicy",
      },
    ]);
    assert.deepEqual(await failureOf(iam.send(new Iam.CreateServiceLinkedRoleCommand(made))), {
      name: "InvalidInputException",
      message: `Service role name ${RoleName} has been taken in this account, please try a different suffix.`,
      status: 400,
    });
    assert.deepEqual(await failureOf(iam.send(new Iam.DeleteRoleCommand({ RoleName }))), {
      name: "UnmodifiableEntityException",
      message: `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`,
      status: 400,
    });
    const { DeletionTaskId } = await iam.send(new Iam.DeleteServiceLinkedRoleCommand({ RoleName }));
    assert.ok(DeletionTaskId?.startsWith(`task${path}${RoleName}/`));
    const ask = (id?: string) =>
      iam.send(new Iam.GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: id }));
    const { Status, Reason } = await ask(DeletionTaskId);
    assert.deepEqual([Status, Reason], ["SUCCEEDED", undefined]);
    assert.equal((await failureOf(ask(`${DeletionTaskId}0`))).name, "NoSuchEntityException");
    assert.equal((await failureOf(ask("task"))).name, "InvalidInputException");
    const gone = await failureOf(iam.send(new Iam.GetRoleCommand({ RoleName })));
    assert.equal(gone.name, "NoSuchEntityException");
  });

  test("are refused where the service has none", async () => {
    const create = new Iam.CreateServiceLinkedRoleCommand({ AWSServiceName: "nobody.amazonaws.com" });
    assert.deepEqual(await failureOf(iam.send(create)), {
      name: "AccessDenied",
      message: "Cannot find Service Linked Role template for nobody.amazonaws.com",
      status: 403,
    });
  });

  test("are nothing to who has no permission", async () => {
    const create = nobody.send(new Iam.CreateServiceLinkedRoleCommand(made));
    assert.deepEqual(await failureOf(create), denied("CreateServiceLinkedRole", arn));
    const remove = nobody.send(new Iam.DeleteServiceLinkedRoleCommand({ RoleName }));
    assert.deepEqual(await failureOf(remove), denied("DeleteServiceLinkedRole", `role ${RoleName}`));
    const DeletionTaskId = `task${path}${RoleName}/0`;
    const ask = nobody.send(new Iam.GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));
    assert.deepEqual(await failureOf(ask), denied("GetServiceLinkedRoleDeletionStatus", arn));
  });
});
