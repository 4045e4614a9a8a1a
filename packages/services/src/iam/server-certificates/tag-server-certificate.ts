import { operation } from "../../framework/operation.ts";
import { findServerCertificate } from "../resources.ts";
import { addTags } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagServerCertificate.html */
export const tagServerCertificate = operation("iam:TagServerCertificate", {
  find: (call) => ({ certificate: findServerCertificate(call, call.input.ServerCertificateName) }),
  run: (call) => addTags(call.entities.certificate, call.input.Tags),
});
