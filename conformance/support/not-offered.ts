/** An operation of IAM that this server does not have, whichever it is. */
import { services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";

interface Missing {
  readonly action: string;
  /** What a caller reads of it. */
  readonly why: string;
}

export const missing: Missing = firstMissing();

function firstMissing(): Missing {
  for (const action of Object.keys(services.iam.operations)) {
    const handler = handlerOf("iam", action);
    if (handler.kind !== "offered") return { action, why: handler.why };
  }
  throw new Error("every operation of IAM is offered: what is not is to be tried with another service");
}
