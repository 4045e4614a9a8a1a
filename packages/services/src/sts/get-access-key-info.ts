import { accountOfAccessKeyId } from "@portcullis/directory";
import { answer } from "../framework/call.ts";
import { operation } from "../framework/operation.ts";

/**
 * Tells the account that a key id spells, and nothing of whether there is such a key.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export const getAccessKeyInfo = operation("sts:GetAccessKeyInfo", {
  run(call) {
    const account = accountOfAccessKeyId(call.input.AccessKeyId);
    if (account === undefined) {
      return call.fail("ValidationError", "Invalid Access Key ID format.");
    }
    return answer({ Account: account });
  },
});
