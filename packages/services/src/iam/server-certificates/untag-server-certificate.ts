import { operation } from "../../framework/operation.ts";
import { findServerCertificate } from "../resources.ts";
import { removeTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagServerCertificate.html */
export const untagServerCertificate = operation("iam:UntagServerCertificate", {
  takesAway: true,
  find: (call) => ({ certificate: findServerCertificate(call, call.input.ServerCertificateName) }),
  run: (call) => removeTags(call.entities.certificate, call.input.TagKeys),
});
