import { answer } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findServerCertificate } from "../resources.ts";
import { wireTags } from "../tags.ts";
import { serverCertificateMetadata } from "./server-certificate-form.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServerCertificate.html */
export const getServerCertificate = operation("iam:GetServerCertificate", {
  find: (call) => ({ certificate: findServerCertificate(call, call.input.ServerCertificateName) }),
  run(call) {
    const { certificate } = call.entities;
    return answer({
      ServerCertificate: {
        ServerCertificateMetadata: serverCertificateMetadata(call, certificate),
        CertificateBody: certificate.body,
        ...(certificate.chain === undefined ? {} : { CertificateChain: certificate.chain }),
        Tags: wireTags(certificate.tags),
      },
    });
  },
});
