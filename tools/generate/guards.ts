/** The guard of every operation: from the reference, corrected by the hand-kept rows. */
import type { CatalogTable } from "../../packages/aws-model/src/catalog.ts";
import type { DependentRow, GuardRow } from "../../packages/aws-model/src/guards.table.ts";
import type { GuardEntry } from "../../packages/aws-model/src/guards.ts";
import { isOwn, type Model, type ServiceId } from "./model.ts";

export type Guards = Readonly<Record<string, GuardEntry>>;

/** Throws for an operation without a guard, for rows without use and for names that the models do not have. */
export function guards(
  models: readonly (readonly [ServiceId, Model])[],
  references: Readonly<Record<ServiceId, CatalogTable>>,
  guardRows: readonly GuardRow[],
  dependentRows: readonly DependentRow[],
): Guards {
  const rows = new Map(guardRows.map((row) => [row.operation as string, row]));
  const all: Record<string, GuardEntry> = {};
  for (const [service, model] of models) {
    for (const name of Object.keys(model.operations).sort()) {
      const id = `${service}:${name}`;
      all[id] = guard(service, name, references[service], rows.get(id), dependentRows);
      rows.delete(id);
    }
  }
  for (const id of rows.keys()) throw new Error(`guards.table.ts has a row for ${id}, which no model has`);
  checkDependents(models, references, dependentRows);
  return all;
}

/** One line for each guard that differs, old and new. */
export function guardDifferences(before: Guards, after: Guards): string[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return ids.flatMap((id) => {
    const [old, now] = [JSON.stringify(before[id]), JSON.stringify(after[id])];
    if (old === now) return [];
    return [
      ...(old === undefined ? [] : [`- ${id} ${old}`]),
      ...(now === undefined ? [] : [`+ ${id} ${now}`]),
    ];
  });
}

function guard(
  service: ServiceId,
  name: string,
  reference: CatalogTable,
  row: GuardRow | undefined,
  dependentRows: readonly DependentRow[],
): GuardEntry {
  const id = `${service}:${name}`;
  const known = reference.actions[name];
  if (known === undefined && row?.action === undefined) {
    const table = isOwn(service) ? "own-services.table.ts" : "guards.table.ts";
    throw new Error(`${id} is no action of the reference: give it a row in ${table}`);
  }
  const types = row?.resources ?? known?.[1] ?? [];
  const entry: GuardEntry = {
    actions: row?.action === null ? [] : [row?.action ?? id],
    resources: Object.fromEntries(
      types.map((type) => {
        const format = reference.resourceTypes[type]?.[0];
        if (format === undefined) throw new Error(`${id}: the reference has no resource type ${type}`);
        return [type, format];
      }),
    ),
    conditionKeys: row?.conditionKeys ?? known?.[2] ?? [],
    dependentActions: dependentRows
      .filter(({ operations }) => operations.includes(id as GuardRow["operation"]))
      .map(({ action, when }) => (when === undefined ? action : `${action} when ${when}`)),
  };
  if (row !== undefined && known !== undefined && entry.actions[0] === id) {
    const same = JSON.stringify([types, entry.conditionKeys]) === JSON.stringify([known[1], known[2]]);
    if (same) throw new Error(`${id}: its row in guards.table.ts says what the reference says`);
  }
  return entry;
}

function checkDependents(
  models: readonly (readonly [ServiceId, Model])[],
  references: Readonly<Record<ServiceId, CatalogTable>>,
  rows: readonly DependentRow[],
): void {
  for (const { operations, action, when } of rows) {
    const [actionService, actionName] = action.split(":") as [ServiceId, string];
    if (references[actionService].actions[actionName] === undefined) {
      throw new Error(`guards.table.ts: the reference has no action ${action}`);
    }
    for (const id of operations) {
      const [service, name] = id.split(":");
      const model = models.find(([each]) => each === service)?.[1];
      const input = model?.operations[name!]?.input;
      const members = input === undefined ? undefined : model?.shapes[input.shape]?.members;
      if (members === undefined || (when !== undefined && !(when in members))) {
        throw new Error(`guards.table.ts: no model has ${id}${when === undefined ? "" : ` with ${when}`}`);
      }
    }
  }
}
