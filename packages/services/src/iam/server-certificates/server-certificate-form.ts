import { iamArn, type ServerCertificate } from "@portcullis/directory";
import type { OperationId } from "../../framework/api.ts";
import type { Call } from "../../framework/call.ts";

export function serverCertificateMetadata(call: Call<OperationId>, certificate: ServerCertificate) {
  const { path, name, id, created, expires } = certificate;
  return {
    Path: path,
    ServerCertificateName: name,
    ServerCertificateId: id,
    Arn: iamArn(call.world.partition, call.account, "server-certificate", path, name),
    UploadDate: created,
    Expiration: expires,
  };
}
