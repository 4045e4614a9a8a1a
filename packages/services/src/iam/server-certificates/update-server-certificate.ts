import { done } from "../../framework/call.ts";
import { self } from "../../framework/checks.ts";
import { operation } from "../../framework/operation.ts";
import { findNewServerCertificate, findServerCertificate } from "../resources.ts";

/**
 * Renames or moves a certificate. Permission is needed on what it is and on what it becomes.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServerCertificate.html
 */
export const updateServerCertificate = operation("iam:UpdateServerCertificate", {
  find(call) {
    const { ServerCertificateName, NewPath, NewServerCertificateName } = call.input;
    const certificate = findServerCertificate(call, ServerCertificateName);
    const path = NewPath ?? certificate.entity?.path ?? "/";
    const name = NewServerCertificateName ?? certificate.entity?.name ?? ServerCertificateName;
    return { certificate, becomes: findNewServerCertificate(call, path, name) };
  },
  checks: (call) => [self(call, call.found.certificate), self(call, call.found.becomes)],
  run(call) {
    const { certificate, becomes } = call.entities;
    const { NewPath, NewServerCertificateName } = call.input;
    if (becomes !== undefined && becomes.id !== certificate.id) {
      return call.fail(
        "EntityAlreadyExists",
        `The Server Certificate with name ${NewServerCertificateName} already exists.`,
      );
    }
    const name = NewServerCertificateName ?? certificate.name;
    return done({ put: [{ ...certificate, name, path: NewPath ?? certificate.path }] }, {});
  },
});
