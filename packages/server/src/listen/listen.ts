import type { AddressInfo } from "node:net";
import type { ListenConfig } from "../config/config.ts";
import { errorCode, type FileProblem } from "../data-directory/private-files.ts";
import type { Log } from "../operate/log.ts";
import { type HostRules, hostRules } from "./host-rules.ts";
import { type Handler, type PlaneServer, planeServer } from "./plane-server.ts";
import type { Refusal } from "./refusals.table.ts";
import { type TlsMaterial, tlsMaterial } from "./tls-files.ts";

export type PlaneName = "aws" | "operate";

export interface BoundAddress {
  readonly address: string;
  readonly port: number;
}

export interface Planes {
  readonly aws: Handler;
  readonly operate: Handler;
  readonly log: Log;
  /** Told of each request or connection that a listener refused by itself. */
  readonly refused?: (plane: PlaneName, refusal: Refusal) => void;
}

export interface Listening {
  readonly addresses: { readonly [P in PlaneName]: readonly BoundAddress[] };
  openConnections(plane: PlaneName): number;
  /** Reads the certificate again. Without TLS nothing happens. */
  reloadCertificate(): void;
  /** Lets clients go to other nodes as they are answered; requests are taken as before. */
  leave(): void;
  /**
   * Stops accepting, ends idle connections, and resolves when every request under way was answered or `graceMs` are
   * over, whichever is first: then what is left is cut. The operator's plane answers until the AWS plane has closed.
   */
  close(graceMs: number): Promise<void>;
}

/** How often other ports are tried when a free one of the first address is taken on the second. */
const mostAttempts = 5;

/** Binds both planes. A problem names the address and the option that helps. */
export async function listen(config: ListenConfig, planes: Planes): Promise<Listening | FileProblem> {
  const tls = config.tls === undefined ? undefined : tlsMaterial(config.tls, planes.log);
  if (tls !== undefined && "problem" in tls) return tls;
  const servers: { readonly plane: PlaneName; readonly made: PlaneServer }[] = [];
  // Known when everything is bound; no request is handled before that.
  const rules: { [P in PlaneName]: HostRules } = { aws: hostRules([]), operate: hostRules([]) };

  const bindPlane = async (plane: PlaneName, hosts: readonly string[], wanted: number) => {
    const bound: BoundAddress[] = [];
    for (const host of hosts) {
      const made = planeServer({
        plane,
        handler: planes[plane],
        hosts: () => rules[plane],
        limits: config.limits,
        tls: plane === "aws" ? tls : undefined,
        log: planes.log,
        refused: (refusal) => planes.refused?.(plane, refusal),
      });
      const address = await bind(made, host, bound[0]?.port ?? wanted, hosts);
      if ("port" in address) {
        servers.push({ plane, made });
        bound.push(address);
      } else if (!(address.code === "no-such-address" && host === "::1" && hosts.length > 1)) {
        return { failure: address, host };
      }
    }
    return bound;
  };

  const stop = async (graceMs: number) => {
    tls?.stop();
    const over = performance.now() + graceMs;
    for (const closed of ["aws", "operate"] as const) {
      const left = Math.max(0, over - performance.now());
      const closing = servers.filter(({ plane }) => plane === closed);
      await Promise.all(closing.map(({ made }) => closeServer(made, left)));
      // Only now: their connections are counted until the last one is gone.
      servers.splice(0, Number.POSITIVE_INFINITY, ...servers.filter((server) => !closing.includes(server)));
    }
  };

  const both = async () => {
    for (let attempt = 1; ; attempt++) {
      const aws = await bindPlane("aws", config.hosts, config.port);
      if (!("failure" in aws)) {
        const operate = await bindPlane("operate", ["127.0.0.1", "::1"], config.operatorPort);
        if (!("failure" in operate)) return { aws, operate };
        if (config.operatorPort !== 0 || attempt === mostAttempts)
          return { ...operate, option: "--operator-port" };
      } else if (config.port !== 0 || attempt === mostAttempts) {
        return { ...aws, option: "--port" };
      }
      await Promise.all(servers.splice(0).map(({ made }) => closeServer(made, 0)));
    }
  };

  const addresses = await both();
  if ("failure" in addresses) {
    await stop(0);
    return { problem: bindProblem(addresses.host, addresses.failure, addresses.option) };
  }
  rules.aws = hostRules([...config.serverNames, ...config.hosts]);
  rules.operate = hostRules(config.serverNames);
  return {
    addresses,
    openConnections: (plane) =>
      servers.reduce((sum, server) => sum + (server.plane === plane ? server.made.connections.size : 0), 0),
    reloadCertificate: () => void (tls as TlsMaterial | undefined)?.reload(),
    leave() {
      for (const { made } of servers) made.connections.leave();
    },
    close: stop,
  };
}

interface BindFailure {
  readonly code: "taken" | "no-such-address" | "not-permitted" | "other";
  readonly detail: string;
  readonly wanted: number;
}

const bindCodes: ReadonlyMap<string, BindFailure["code"]> = new Map([
  ["EADDRINUSE", "taken"],
  ["EADDRNOTAVAIL", "no-such-address"],
  ["EAFNOSUPPORT", "no-such-address"],
  ["EACCES", "not-permitted"],
]);

function bind(
  { server }: PlaneServer,
  host: string,
  port: number,
  hosts: readonly string[],
): Promise<BoundAddress | BindFailure> {
  return new Promise((resolve) => {
    const failed = (error: Error) => {
      const detail = errorCode(error);
      resolve({ code: bindCodes.get(detail) ?? "other", detail, wanted: port });
    };
    server.once("error", failed);
    // `::` takes IPv4 too unless IPv4 has a listener of its own.
    server.listen({ host, port, ipv6Only: host !== "::" || hosts.includes("0.0.0.0") }, () => {
      server.removeListener("error", failed);
      const { address, port: bound } = server.address() as AddressInfo;
      resolve({ address, port: bound });
    });
  });
}

function bindProblem(host: string, failure: BindFailure, option: string): string {
  switch (failure.code) {
    case "taken":
      return `Port ${failure.wanted} of ${host} is taken by another process: choose another with ${option}.`;
    case "no-such-address":
      return `${host} is no address of this machine: choose another with --host.`;
    case "not-permitted":
      return `Port ${failure.wanted} of ${host} may not be opened by this user: choose another with ${option}.`;
    case "other":
      return `Port ${failure.wanted} of ${host} cannot be opened (${failure.detail}).`;
  }
}

async function closeServer({ server, connections }: PlaneServer, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.drain();
  const cut = setTimeout(() => connections.destroyAll(), graceMs);
  await closed;
  clearTimeout(cut);
}
