import { listOperation } from "../../framework/list-operation.ts";
import { findServerCertificate } from "../resources.ts";
import { tagEntries } from "../tags.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificateTags.html */
export const listServerCertificateTags = listOperation("iam:ListServerCertificateTags", {
  find: (call) => ({ certificate: findServerCertificate(call, call.input.ServerCertificateName) }),
  entries: (call, after) => tagEntries(call.entities.certificate.tags, after),
});
