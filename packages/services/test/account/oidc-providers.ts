import { command, type Deletion, found, type Kind, NONE, read, type Step, TAKEN } from "./kind.ts";
import { arnOf, sorted } from "./names.ts";

const url = ({ second }: Step): string => `o${second % 2}.example.com`;
const clientId = ({ name }: Step): string => `client${name % 3}`;
const thumbprint = ({ name }: Step): string => String(name).repeat(40);
export const oidcArn = (url: string): string => arnOf(`oidc-provider/${url}`);

export const oidcProviders: Kind = {
  commands: [
    ({ oidc }, step) => {
      const input = {
        Url: `https://${url(step)}`,
        ClientIDList: [clientId(step)],
        ThumbprintList: [thumbprint(step)],
      };
      return command("iam:CreateOpenIDConnectProvider", input, oidc.has(url(step)) && TAKEN, () =>
        oidc.set(url(step), {
          tags: new Map(),
          clientIds: new Set([clientId(step)]),
          thumbprint: thumbprint(step),
        }),
      );
    },
    ({ oidc }, step) => {
      const input = { OpenIDConnectProviderArn: oidcArn(url(step)) };
      return command("iam:DeleteOpenIDConnectProvider", input, !oidc.has(url(step)) && NONE, () =>
        oidc.delete(url(step)),
      );
    },
    ({ oidc }, step) => {
      const known = oidc.get(url(step));
      const input = { OpenIDConnectProviderArn: oidcArn(url(step)), ClientID: clientId(step) };
      return command("iam:AddClientIDToOpenIDConnectProvider", input, known === undefined && NONE, () =>
        known?.clientIds.add(clientId(step)),
      );
    },
    ({ oidc }, step) => {
      const known = oidc.get(url(step));
      const input = { OpenIDConnectProviderArn: oidcArn(url(step)), ClientID: clientId(step) };
      return command("iam:RemoveClientIDFromOpenIDConnectProvider", input, known === undefined && NONE, () =>
        known?.clientIds.delete(clientId(step)),
      );
    },
    ({ oidc }, step) => {
      const known = oidc.get(url(step));
      const input = { OpenIDConnectProviderArn: oidcArn(url(step)), ThumbprintList: [thumbprint(step)] };
      return command("iam:UpdateOpenIDConnectProviderThumbprint", input, known === undefined && NONE, () => {
        if (known !== undefined) known.thumbprint = thumbprint(step);
      });
    },
  ],
  reads: [
    read(
      "iam:ListOpenIDConnectProviders",
      {},
      ({ OpenIDConnectProviderList = [] }) => sorted(OpenIDConnectProviderList.map(({ Arn = "" }) => Arn)),
      ({ oidc }) => sorted([...oidc.keys()].map(oidcArn)),
    ),
    ...["o0", "o1"].map((name) =>
      read(
        "iam:GetOpenIDConnectProvider",
        { OpenIDConnectProviderArn: oidcArn(`${name}.example.com`) },
        ({ ClientIDList = [], ThumbprintList = [] }) => [sorted(ClientIDList), ThumbprintList],
        found(
          ({ oidc }) => oidc.get(`${name}.example.com`),
          ({ clientIds, thumbprint }) => [sorted(clientIds), [thumbprint]],
        ),
      ),
    ),
  ],
  clearing: ({ oidc }) =>
    [...oidc.keys()].map(
      (url): Deletion => ["iam:DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn: oidcArn(url) }],
    ),
};
