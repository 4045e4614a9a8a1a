import { pem } from "../certificates.ts";
import { metadataOf } from "../saml-metadata.ts";
import { command, type Deletion, FULL, found, type Kind, NONE, read, type Step, TAKEN } from "./kind.ts";
import { arnOf, sorted } from "./names.ts";

const provider = ({ second }: Step): string => `saml${second % 2}`;
const SAMLMetadataDocument = metadataOf();
const AddPrivateKey = pem("rsa.pkcs1.pem");
export const samlArn = (name: string): string => arnOf(`saml-provider/${name}`);

/** Private keys go with the provider that they are of. */
export const samlProviders: Kind = {
  commands: [
    ({ saml }, step) => {
      const Name = provider(step);
      return command("iam:CreateSAMLProvider", { Name, SAMLMetadataDocument }, saml.has(Name) && TAKEN, () =>
        saml.set(Name, { tags: new Map(), privateKeys: 0 }),
      );
    },
    ({ saml }, step) => {
      const name = provider(step);
      return command(
        "iam:DeleteSAMLProvider",
        { SAMLProviderArn: samlArn(name) },
        !saml.has(name) && NONE,
        () => saml.delete(name),
      );
    },
    ({ saml }, step) => {
      const known = saml.get(provider(step));
      const error = known === undefined ? NONE : known.privateKeys === 2 && FULL;
      const input = { SAMLProviderArn: samlArn(provider(step)), AddPrivateKey };
      return command("iam:UpdateSAMLProvider", input, error, () => {
        if (known !== undefined) known.privateKeys++;
      });
    },
  ],
  reads: [
    read(
      "iam:ListSAMLProviders",
      {},
      ({ SAMLProviderList = [] }) => sorted(SAMLProviderList.map(({ Arn = "" }) => Arn)),
      ({ saml }) => sorted([...saml.keys()].map(samlArn)),
    ),
    ...["saml0", "saml1"].map((name) =>
      read(
        "iam:GetSAMLProvider",
        { SAMLProviderArn: samlArn(name) },
        ({ PrivateKeyList = [] }) => PrivateKeyList.length,
        found(
          ({ saml }) => saml.get(name),
          ({ privateKeys }) => privateKeys,
        ),
      ),
    ),
  ],
  clearing: ({ saml }) =>
    [...saml.keys()].map((name): Deletion => ["iam:DeleteSAMLProvider", { SAMLProviderArn: samlArn(name) }]),
};
