import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { findServerCertificate } from "../resources.ts";

/**
 * AWS refuses it while a load balancer uses the certificate; nothing uses one here.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServerCertificate.html
 */
export const deleteServerCertificate = operation("iam:DeleteServerCertificate", {
  takesAway: true,
  find: (call) => ({ certificate: findServerCertificate(call, call.input.ServerCertificateName) }),
  run: (call) => done({ remove: [call.entities.certificate] }, {}),
});
