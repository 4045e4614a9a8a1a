import { accountOfAccessKeyId, rootArn } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import { answer, type Call } from "../../framework/call.ts";
import type { Existing } from "../../framework/found.ts";
import { operation } from "../../framework/operation.ts";
import { newest } from "../../framework/usage.ts";
import { named } from "../resources.ts";
import { noSuchKey } from "./keys-of.ts";

/** What AWS says of a key that was never used. */
const NEVER = { ServiceName: "N/A", Region: "N/A" } as const;

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html */
export const getAccessKeyLastUsed = operation("iam:GetAccessKeyLastUsed", {
  prepare: ({ input, account }, powers) => powers.findUses(account, "access-key", input.AccessKeyId),
  find: (call) => ({ owner: findOwnerOfKey(call, call.input.AccessKeyId) }),
  run(call) {
    const used = newest(call.prepared.filter(({ who }) => who === call.input.AccessKeyId));
    return answer({
      UserName: call.entities.owner.name,
      AccessKeyLastUsed:
        used === undefined
          ? NEVER
          : { LastUsedDate: used.time, ServiceName: used.service, Region: used.region },
    });
  },
});

/**
 * The user whose key this is, or root. A denial names the key and not the user, for else it would tell whose it is. A
 * key that spells another account is that account's.
 */
function findOwnerOfKey(call: Call<OperationId>, id: string): Existing<{ readonly name: string }> {
  const { account, home, world } = call;
  const key = home.byId["access-key"].get(id);
  const user = key === undefined ? undefined : home.byId.user.get(key.owner);
  const ofRoot = key?.owner === account;
  const base = named(call, "user", user?.path ?? "/", user?.name ?? (ofRoot ? "root" : ""));
  return {
    ...base,
    arn: ofRoot ? rootArn(world.partition, account) : base.arn,
    account: key === undefined ? (accountOfAccessKeyId(id) ?? account) : account,
    entity: ofRoot ? { name: "root" } : user,
    tags: user?.tags,
    boundary: user?.boundary,
    spoken: `access key ${id}`,
    expect: "existing",
    // The model declares no error, and AWS's reference had this one.
    missing: { ...noSuchKey(id).failure, status: 404 },
  };
}
