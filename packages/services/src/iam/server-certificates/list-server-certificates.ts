import { listOperation } from "../../framework/list-operation.ts";
import { serverCertificateMetadata } from "./server-certificate-form.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificates.html */
export const listServerCertificates = listOperation("iam:ListServerCertificates", {
  *entries(call, after) {
    const prefix = call.input.PathPrefix ?? "/";
    for (const [key, certificate] of call.home.indexes.serverCertificatesByName.after(after)) {
      if (certificate.path.startsWith(prefix)) yield [key, serverCertificateMetadata(call, certificate)];
    }
  },
});
