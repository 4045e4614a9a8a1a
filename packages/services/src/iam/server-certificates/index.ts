import { deleteServerCertificate } from "./delete-server-certificate.ts";
import { getServerCertificate } from "./get-server-certificate.ts";
import { listServerCertificateTags } from "./list-server-certificate-tags.ts";
import { listServerCertificates } from "./list-server-certificates.ts";
import { tagServerCertificate } from "./tag-server-certificate.ts";
import { untagServerCertificate } from "./untag-server-certificate.ts";
import { updateServerCertificate } from "./update-server-certificate.ts";
import { uploadServerCertificate } from "./upload-server-certificate.ts";

export const serverCertificates = {
  DeleteServerCertificate: deleteServerCertificate,
  GetServerCertificate: getServerCertificate,
  ListServerCertificateTags: listServerCertificateTags,
  ListServerCertificates: listServerCertificates,
  TagServerCertificate: tagServerCertificate,
  UntagServerCertificate: untagServerCertificate,
  UpdateServerCertificate: updateServerCertificate,
  UploadServerCertificate: uploadServerCertificate,
} as const;
