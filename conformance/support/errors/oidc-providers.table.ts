import { arn, oneTag, reservedTag, text, twice } from "./names.ts";
import { type ErrorTable, full, never, refused } from "./row.ts";

const provider = (url: string) => ({ OpenIDConnectProviderArn: arn(`oidc-provider/${url}`) });
const nil = provider("nil.example.com");
const idp = provider("idp.example.com");
const crowded = provider("full.example.com");
/** Of a provider of another kind. */
const unfit = { OpenIDConnectProviderArn: arn("saml-provider/Corp") };
const unparsed = { OpenIDConnectProviderArn: "idp.example.com".repeat(2) };
const Url = "https://new.example.com";
const toRead = `OpenIDConnect Provider not found for arn ${nil.OpenIDConnectProviderArn}`;
const toChange = `OpenId connect Provider ${nil.OpenIDConnectProviderArn} cannot be found.`;
const sixPrints = Array.from({ length: 6 }, () => "a".repeat(40));
const manyPrints = "Thumbprint list must contain fewer than 5 entries.";

export const oidcProviders = {
  CreateOpenIDConnectProvider: {
    EntityAlreadyExists: refused(
      { Url: "https://idp.example.com" },
      "Provider with url https://idp.example.com already exists.",
    ),
    InvalidInput: [
      refused(
        { Url: "http://new.example.com" },
        /^Invalid Open ID Connect Provider URL\. The URL must begin/,
      ),
      refused({ Url: `${Url}:8443` }, "Invalid Open ID Connect Provider URL."),
      refused({ Url, ThumbprintList: sixPrints }, manyPrints),
      refused({ Url, Tags: twice }, text.twice),
      refused({ Url, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: [
      refused(
        { Url, ClientIDList: Array.from({ length: 101 }, (_, at) => `app-${at}`) },
        text.quota("clientIdsPerOidcProvider"),
      ),
      full({ Url }, text.quota("oidcProviders")),
    ],
    OpenIdIdpCommunicationError: never("fetches nothing"),
    ValidationError: refused({ Url: "idp" }, "Invalid Open ID Connect Provider URL"),
  },
  GetOpenIDConnectProvider: {
    InvalidInput: never("is told as a wrong ARN"),
    NoSuchEntity: refused(nil, toRead),
    ValidationError: [refused(unparsed, text.unparsed), refused(unfit, text.wrongType)],
  },
  DeleteOpenIDConnectProvider: {
    InvalidInput: never("is told as a wrong ARN"),
    NoSuchEntity: refused(nil, toChange),
    ValidationError: [refused(unparsed, text.unparsed), refused(unfit, text.wrongType)],
  },
  ListOpenIDConnectProviders: {},
  AddClientIDToOpenIDConnectProvider: {
    InvalidInput: never("is told as a wrong ARN"),
    LimitExceeded: full({ ...crowded, ClientID: "new" }, text.quota("clientIdsPerOidcProvider")),
    NoSuchEntity: refused({ ...nil, ClientID: "new" }, toChange),
    ValidationError: refused({ ...unfit, ClientID: "new" }, text.wrongType),
  },
  RemoveClientIDFromOpenIDConnectProvider: {
    InvalidInput: never("is told as a wrong ARN"),
    NoSuchEntity: refused({ ...nil, ClientID: "new" }, toChange),
    ValidationError: refused({ ...unfit, ClientID: "new" }, text.wrongType),
  },
  UpdateOpenIDConnectProviderThumbprint: {
    InvalidInput: [
      refused({ ...idp, ThumbprintList: sixPrints }, manyPrints),
      refused({ ...idp, ThumbprintList: [] }, "Thumbprint list must contain at least one entry."),
    ],
    NoSuchEntity: refused({ ...nil, ThumbprintList: [] }, toChange),
    ValidationError: refused({ ...unfit, ThumbprintList: [] }, text.wrongType),
  },
  TagOpenIDConnectProvider: {
    InvalidInput: [
      refused({ ...idp, Tags: twice }, text.twice),
      refused({ ...idp, Tags: reservedTag }, text.reserved),
    ],
    LimitExceeded: full({ ...crowded, Tags: oneTag }, text.manyTags),
    NoSuchEntity: refused({ ...nil, Tags: oneTag }, toRead),
    ValidationError: refused({ ...unfit, Tags: oneTag }, text.wrongType),
  },
  UntagOpenIDConnectProvider: {
    InvalidInput: refused({ ...idp, TagKeys: [] }, text.noKeys),
    NoSuchEntity: refused({ ...nil, TagKeys: ["team"] }, toRead),
    ValidationError: refused({ ...unfit, TagKeys: ["team"] }, text.wrongType),
  },
  ListOpenIDConnectProviderTags: {
    InvalidInput: never("is told as a wrong ARN"),
    NoSuchEntity: refused(nil, toRead),
    ValidationError: refused(unfit, text.wrongType),
  },
} satisfies Partial<ErrorTable>;
