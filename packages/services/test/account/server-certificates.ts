import { pem } from "../certificates.ts";
import { command, type Deletion, type Kind, NONE, read, type Step, TAKEN } from "./kind.ts";
import { rename } from "./model.ts";
import { low, sorted } from "./names.ts";

export const serverCertificate = ({ second }: Step): string => `c${second % 2}`;
const body = { CertificateBody: pem("leaf.cert.pem"), PrivateKey: pem("leaf.pkcs8.pem") };

export const serverCertificates: Kind = {
  commands: [
    ({ serverCertificates: all }, step, spell) => {
      const name = serverCertificate(step);
      const input = { ServerCertificateName: spell(name), ...body };
      return command("iam:UploadServerCertificate", input, all.has(name) && TAKEN, () =>
        all.set(name, { tags: new Map() }),
      );
    },
    ({ serverCertificates: all }, step, spell) => {
      const name = serverCertificate(step);
      const input = { ServerCertificateName: spell(name) };
      return command("iam:DeleteServerCertificate", input, !all.has(name) && NONE, () => all.delete(name));
    },
    ({ serverCertificates: all }, step, spell) => {
      const [from, to] = [serverCertificate(step), `c${step.name % 2}`];
      const error = !all.has(from) ? NONE : from !== to && all.has(to) && TAKEN;
      const input = { ServerCertificateName: from, NewServerCertificateName: spell(to) };
      return command("iam:UpdateServerCertificate", input, error, () => rename(all, from, to));
    },
  ],
  reads: [
    read(
      "iam:ListServerCertificates",
      {},
      ({ ServerCertificateMetadataList: all }) =>
        all.map(({ ServerCertificateName }) => low(ServerCertificateName)),
      ({ serverCertificates }) => sorted(serverCertificates.keys()),
    ),
  ],
  clearing: ({ serverCertificates }) =>
    [...serverCertificates.keys()].map(
      (ServerCertificateName): Deletion => ["iam:DeleteServerCertificate", { ServerCertificateName }],
    ),
};
