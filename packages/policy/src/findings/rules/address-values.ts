import { contains, type Network, parseNetwork } from "../../condition/network.ts";
import { replaceLiteral } from "../literal.ts";
import type { ConditionRule } from "../rule.ts";

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and its like for IPv6: addresses that never travel. */
const privateNetworks: readonly Network[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
].map((text) => parseNetwork(text)!);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip */
export const addressValues: ConditionRule = ({ operator, key, lower, values }, _, { text }, say) => {
  const { comparison, negated } = operator.row;
  if (comparison !== "ip") return;
  let hidden = 0;
  for (const { value, start } of values) {
    const network = parseNetwork(value);
    if (network === undefined) continue;
    if (isPrivate(network)) hidden++;
    const addr = masked(value, network);
    if (addr !== undefined) say("IMPROVE_IP_RANGE", start, { addr }, replaceLiteral(text, start, addr));
  }
  if (lower !== "aws:sourceip" || hidden === 0) return;
  const all = hidden === values.length;
  if (negated) say(all ? "PRIVATE_NOT_IP_ADDRESS" : "PRIVATE_NOT_IP_ADDRESS_SUBSET", key.start);
  else say(all ? "PRIVATE_IP_ADDRESS" : "PRIVATE_IP_ADDRESS_SUBSET", key.start);
};

function isPrivate(network: Network): boolean {
  return privateNetworks.some((each) => network.prefix >= each.prefix && contains(each, network.address));
}

/** The network without the bits beyond its prefix; undefined where there are none. */
function masked(value: string, { address, prefix }: Network): string | undefined {
  const groups = typeof address === "number" ? [address >>> 16, address & 0xffff] : address;
  const kept = groups.map((group, index) => {
    const bits = Math.max(0, Math.min(16, prefix - index * 16));
    return group & (0xffff << (16 - bits)) & 0xffff;
  });
  if (kept.every((group, index) => group === groups[index])) return undefined;
  const tail = value.slice(value.indexOf("/"));
  if (kept.length === 2) return `${kept.flatMap((group) => [group >> 8, group & 0xff]).join(".")}${tail}`;
  let used = kept.length;
  while (used > 0 && kept[used - 1] === 0) used--;
  const head = kept.slice(0, used).map((group) => group.toString(16));
  // What was masked is at least the last group.
  return `${head.join(":")}${used === kept.length ? "" : used === 7 ? ":0" : "::"}${tail}`;
}
