import { pem } from "../../../packages/services/test/certificates.ts";
import { metadataOf } from "../../../packages/services/test/saml-metadata.ts";
import { arn, oneTag, reservedTag, text, twice } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const provider = (name: string) => ({ SAMLProviderArn: arn(`saml-provider/${name}`) });
const nil = provider("nil");
const corp = provider("Corp");
const crowded = provider("full");
/** Of a provider of another kind. */
const unfit = { SAMLProviderArn: arn("oidc-provider/idp.example.com") };
const unparsed = { SAMLProviderArn: "Corp".repeat(6) };
const created = { Name: "new", SAMLMetadataDocument: metadataOf() };
const notFound = `Manifest not found for arn ${nil.SAMLProviderArn}`;
const AddPrivateKey = pem("rsa.pkcs1.pem");
const withoutKey = "Unable to set assertion encryption mode to Required because no private key is provided.";

export const samlProviders = {
  CreateSAMLProvider: {
    EntityAlreadyExists: refused({ ...created, Name: "Corp" }, "Provider with name Corp already exists."),
    InvalidInput: [
      refused({ ...created, SAMLMetadataDocument: "x".repeat(1000) }, "Could not parse metadata"),
      refused({ ...created, AddPrivateKey: "x" }, "Invalid private key."),
      refused({ ...created, AssertionEncryptionMode: "Required" }, withoutKey),
      refused({ ...created, Tags: twice }, text.twice),
      refused({ ...created, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full(created, text.quota("samlProviders")),
  },
  GetSAMLProvider: {
    InvalidInput: never("is told as a wrong ARN"),
    NoSuchEntity: refused(nil, notFound),
    ValidationError: [refused(unparsed, text.unparsed), refused(unfit, text.wrongType)],
  },
  UpdateSAMLProvider: {
    InvalidInput: [
      refused({ ...corp, SAMLMetadataDocument: "x".repeat(1000) }, "Could not parse metadata"),
      refused({ ...corp, AddPrivateKey: "x" }, "Invalid private key."),
      refused(
        { ...corp, AssertionEncryptionMode: "Required" },
        "Failed to set assertion encryption mode to Required because no private key is present.",
      ),
      refused(
        { ...corp, RemovePrivateKey: "K".repeat(22) },
        "Failed to remove private key because the Key ID does not match a private key.",
      ),
    ],
    LimitExceeded: full({ ...crowded, AddPrivateKey }, "Private key limit of 2 is reached."),
    NoSuchEntity: refused({ ...nil, AssertionEncryptionMode: "Allowed" }, notFound),
    ValidationError: [
      refused(unfit, text.wrongType),
      refused(
        corp,
        "Unable to update identity provider. No updates are defined for metadata or encryption assertion.",
      ),
      refused(
        { ...corp, AddPrivateKey, RemovePrivateKey: "K".repeat(22) },
        "Unable to add and remove private keys in the same request. Set a value for only one of the two parameters.",
      ),
    ],
  },
  DeleteSAMLProvider: {
    InvalidInput: never("is told as a wrong ARN"),
    LimitExceeded: never("takes away"),
    NoSuchEntity: refused(nil, notFound),
    ValidationError: [refused(unparsed, text.unparsed), refused(unfit, text.wrongType)],
  },
  ListSAMLProviders: {},
  TagSAMLProvider: {
    InvalidInput: [
      refused({ ...corp, Tags: twice }, text.twice),
      refused({ ...corp, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full({ ...crowded, Tags: oneTag }, text.manyTags),
    NoSuchEntity: refused({ ...nil, Tags: oneTag }, notFound),
    ValidationError: refused({ ...unfit, Tags: oneTag }, text.wrongType),
  },
  UntagSAMLProvider: {
    InvalidInput: refused({ ...corp, TagKeys: [] }, text.noKeys),
    NoSuchEntity: refused({ ...nil, TagKeys: ["team"] }, notFound),
    ValidationError: refused({ ...unfit, TagKeys: ["team"] }, text.wrongType),
  },
  ListSAMLProviderTags: {
    InvalidInput: never("is told as a wrong ARN"),
    NoSuchEntity: refused(nil, notFound),
    ValidationError: refused(unfit, text.wrongType),
  },
} satisfies Partial<ErrorTable>;
