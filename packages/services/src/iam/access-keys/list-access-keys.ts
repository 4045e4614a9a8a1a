import { SEPARATOR } from "@portcullis/directory";
import { listOperation } from "../../framework/list-operation.ts";
import { findOwner } from "../owner.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys = listOperation("iam:ListAccessKeys", {
  find: (call) => ({ user: findOwner(call, call.input.UserName) }),
  *entries(call, after) {
    const owner = call.entities.user;
    for (const [key, accessKey] of call.home.indexes.keysByOwner.startingWith(owner.id + SEPARATOR, after)) {
      yield [
        key,
        {
          ...(owner.user === undefined ? {} : { UserName: owner.user.name }),
          AccessKeyId: accessKey.id,
          Status: accessKey.status,
          CreateDate: accessKey.created,
        },
      ];
    }
  },
});
