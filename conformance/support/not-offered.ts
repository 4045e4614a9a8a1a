/** An operation of IAM that this server does not have, whichever it is. */
import { services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";

interface Missing {
  readonly action: string;
  /** What a caller reads of it. */
  readonly why: string;
}

export const missing: Missing = firstMissing();

/** Of those that may be called without parameters, which are looked at before. */
function firstMissing(): Missing {
  for (const { name, input } of Object.values(services.iam.operations)) {
    const handler = handlerOf("iam", name);
    const members = input?.members ?? [];
    if (handler.kind !== "offered" && members.every(({ required }) => !required)) {
      return { action: name, why: handler.why };
    }
  }
  throw new Error("every operation of IAM is offered: try what is not with another service");
}
