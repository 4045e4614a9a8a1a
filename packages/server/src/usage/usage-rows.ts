import type { Use, UseKind } from "@portcullis/services";
import type { RealmId, UsageRow } from "@portcullis/storage";

export const useKinds: readonly UseKind[] = ["access-key", "service", "action"];

/** What stands between who and what in an id: no unique id holds it. */
const BETWEEN = " ";

/** What is kept beside the key of a row: the region, and of an access key the service. */
type Body = Pick<Use, "region"> & Partial<Pick<Use, "service">>;

export function usageRow(realm: RealmId, kind: UseKind, use: Use): UsageRow {
  const { who, service, action, time, region } = use;
  switch (kind) {
    case "access-key":
      return { realm, kind, id: who, time, body: JSON.stringify({ service, region } satisfies Body) };
    case "service":
    case "action": {
      const what = kind === "service" ? service : `${service}:${action}`;
      return { realm, kind, id: who + BETWEEN + what, time, body: JSON.stringify({ region } satisfies Body) };
    }
  }
}

export function useOf({ id, time, body }: Pick<UsageRow, "id" | "time" | "body">): Use {
  const { region, service } = JSON.parse(body) as Body;
  const [who = "", what = ""] = id.split(BETWEEN);
  const [named = "", action = ""] = what.split(":");
  return { who, service: service ?? named, action, time, region };
}

/** How the ids begin of what is told of somebody. */
export function startOf(kind: UseKind, who: string): string {
  return kind === "access-key" ? who : who + BETWEEN;
}
