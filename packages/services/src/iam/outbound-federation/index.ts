import { disableOutboundWebIdentityFederation } from "./disable-outbound-web-identity-federation.ts";
import { getOutboundWebIdentityFederationInfo } from "./get-outbound-web-identity-federation-info.ts";

export const outboundFederation = {
  DisableOutboundWebIdentityFederation: disableOutboundWebIdentityFederation,
  GetOutboundWebIdentityFederationInfo: getOutboundWebIdentityFederationInfo,
} as const;
