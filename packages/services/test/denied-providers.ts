/** Calls about identity providers and service-linked roles. */
import type { Cases } from "./denial-case.ts";
import { metadataOf } from "./saml-metadata.ts";

const own = (type: string, path: string): string => `arn:aws:iam::123456789012:${type}${path}`;
const saml = { SAMLProviderArn: own("saml-provider", "/Corp") } as const;
const oidc = { OpenIDConnectProviderArn: own("oidc-provider", "/idp.example.com") } as const;
const tags = { Tags: [{ Key: "team", Value: "blue" }] } as const;

const linked = own("role", "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");

export const providerCases: Cases = {
  "iam:CreateServiceLinkedRole": { input: { AWSServiceName: "ecs.amazonaws.com" }, names: linked },
  "iam:DeleteServiceLinkedRole": { input: { RoleName: "Worker" }, names: "role Worker" },
  "iam:GetServiceLinkedRoleDeletionStatus": {
    input: { DeletionTaskId: "task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/x" },
    names: linked,
  },
  "iam:CreateSAMLProvider": {
    input: { Name: "New", SAMLMetadataDocument: metadataOf() },
    names: own("saml-provider", "/New"),
  },
  "iam:GetSAMLProvider": { input: saml, names: saml.SAMLProviderArn },
  "iam:UpdateSAMLProvider": { input: saml, names: saml.SAMLProviderArn },
  "iam:DeleteSAMLProvider": { input: saml, names: saml.SAMLProviderArn },
  "iam:ListSAMLProviders": { input: undefined as never, names: own("saml-provider", "/*") },
  "iam:TagSAMLProvider": { input: { ...saml, ...tags }, names: saml.SAMLProviderArn },
  "iam:UntagSAMLProvider": {
    input: { ...saml, TagKeys: ["team"] },
    names: saml.SAMLProviderArn,
  },
  "iam:ListSAMLProviderTags": { input: saml, names: saml.SAMLProviderArn },
  "iam:CreateOpenIDConnectProvider": {
    input: { Url: "https://new.example.com/a" },
    names: own("oidc-provider", "/new.example.com/a"),
  },
  "iam:GetOpenIDConnectProvider": { input: oidc, names: oidc.OpenIDConnectProviderArn },
  "iam:DeleteOpenIDConnectProvider": { input: oidc, names: oidc.OpenIDConnectProviderArn },
  "iam:ListOpenIDConnectProviders": { input: undefined as never, names: own("oidc-provider", "/*") },
  "iam:AddClientIDToOpenIDConnectProvider": {
    input: { ...oidc, ClientID: "app" },
    names: oidc.OpenIDConnectProviderArn,
  },
  "iam:RemoveClientIDFromOpenIDConnectProvider": {
    input: { ...oidc, ClientID: "app" },
    names: oidc.OpenIDConnectProviderArn,
  },
  "iam:UpdateOpenIDConnectProviderThumbprint": {
    input: { ...oidc, ThumbprintList: [] },
    names: oidc.OpenIDConnectProviderArn,
  },
  "iam:TagOpenIDConnectProvider": {
    input: { ...oidc, ...tags },
    names: oidc.OpenIDConnectProviderArn,
  },
  "iam:UntagOpenIDConnectProvider": {
    input: { ...oidc, TagKeys: ["team"] },
    names: oidc.OpenIDConnectProviderArn,
  },
  "iam:ListOpenIDConnectProviderTags": {
    input: oidc,
    names: oidc.OpenIDConnectProviderArn,
  },
};
