/** An operation of IAM that this server does not have, whichever it is. */
import { services } from "@portcullis/aws-model";
import { handlerOf } from "@portcullis/services";
import type { Parameters } from "./calls.ts";

interface Missing {
  readonly action: string;
  /** What a caller reads of it. */
  readonly why: string;
  readonly parameters: Parameters;
}

/** What the model asks for, which is looked at before. */
const required: Readonly<Record<string, Parameters>> = {
  GenerateOrganizationsAccessReport: { EntityPath: "o-exampleorgid/r-root" },
};

export const missing: Missing = firstMissing();

function firstMissing(): Missing {
  for (const { name, input } of Object.values(services.iam.operations)) {
    const handler = handlerOf("iam", name);
    if (handler.kind === "offered") continue;
    const parameters = required[name] ?? {};
    const members = input?.members ?? [];
    if (members.every((member) => !member.required || Object.hasOwn(parameters, member.name))) {
      return { action: name, why: handler.why, parameters };
    }
  }
  throw new Error("every operation of IAM is offered: try what is not with another service");
}
