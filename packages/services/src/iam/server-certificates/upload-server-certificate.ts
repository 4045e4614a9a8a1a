import { newUniqueId, type ServerCertificate } from "@portcullis/directory";
import { isFailure } from "../../framework/api.ts";
import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";
import { overQuota } from "../limits.ts";
import { findNewServerCertificate } from "../resources.ts";
import { readTags, wireTags } from "../tags.ts";
import { readMaterial } from "./read-material.ts";
import { serverCertificateMetadata } from "./server-certificate-form.ts";

/**
 * The signatures of a chain are checked once, before any state is bound. The private key is sealed, and never given
 * back.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadServerCertificate.html
 */
export const uploadServerCertificate = operation("iam:UploadServerCertificate", {
  prepare: async (call) => readMaterial(call.input, call.now),
  find: (call) => ({
    certificate: findNewServerCertificate(call, call.input.Path ?? "/", call.input.ServerCertificateName),
  }),
  run(call) {
    const { input, home, entities, prepared } = call;
    if (entities.certificate !== undefined) {
      return call.fail(
        "EntityAlreadyExists",
        `The Server Certificate with name ${input.ServerCertificateName} already exists.`,
      );
    }
    if (isFailure(prepared)) return { kind: "failed", failure: prepared };
    const tags = readTags("server-certificate", input.Tags);
    if (isFailure(tags)) return { kind: "failed", failure: tags };
    const refused = overQuota(call.home, "serverCertificates", home.byId["server-certificate"].size + 1);
    if (refused !== undefined) return { kind: "failed", failure: refused };
    const id = newUniqueId("server-certificate", call.draw.bytes);
    const place = { account: call.account, kind: "server-certificate", id, field: "privateKey" };
    const certificate: ServerCertificate = {
      kind: "server-certificate",
      id,
      name: input.ServerCertificateName,
      path: input.Path ?? "/",
      created: call.now,
      expires: prepared.expires,
      tags,
      // Given back without the white space around it, by which Terraform would see a change at every plan.
      body: input.CertificateBody.trim(),
      ...(input.CertificateChain === undefined ? {} : { chain: input.CertificateChain.trim() }),
      privateKey: call.vault.seal(place, input.PrivateKey),
    };
    return done(
      { put: [certificate] },
      {
        ServerCertificateMetadata: serverCertificateMetadata(call, certificate),
        ...(tags.length === 0 ? {} : { Tags: wireTags(tags) }),
      },
    );
  },
});
