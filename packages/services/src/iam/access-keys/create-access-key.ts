import { type AccessKey, newAccessKeyId } from "@portcullis/directory";
import { newSecretAccessKey } from "@portcullis/keys";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { findOwner } from "../owner.ts";
import { keysOf } from "./keys-of.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey = operation("iam:CreateAccessKey", {
  issuesCredentials: true,
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  run(call) {
    const owner = call.entities.user;
    const refused = overQuota(call.home, "accessKeysPerUser", keysOf(call.home, owner.id).length + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const id = newAccessKeyId("AKIA", call.account, call.draw.bytes);
    const secret = newSecretAccessKey(call.draw.bytes);
    const key: AccessKey = {
      kind: "access-key",
      id,
      owner: owner.id,
      status: "Active",
      created: call.now,
      secret: call.vault.seal({ account: call.account, kind: "access-key", id, field: "secret" }, secret),
    };
    return done(
      { put: [key] },
      {
        AccessKey: {
          UserName: owner.user?.name ?? "root",
          AccessKeyId: id,
          Status: key.status,
          SecretAccessKey: secret,
          CreateDate: key.created,
        },
      },
    );
  },
});
