import {
  ANNOUNCED,
  type DueKeys,
  dueKeys,
  type OutboundKey,
  outboundSecretOf,
  writeBody,
} from "@portcullis/directory";
import { type NewOutboundKey, sealField, secretOfText } from "@portcullis/keys";
import type { Attempted } from "@portcullis/storage";
import { serviceEvent } from "../audit/service-event.ts";
import { accountRealm, INSTALLATION } from "../realms/realm-names.ts";
import type { Runtime } from "../runtime.ts";

/**
 * Makes the keys that are due, and takes away those that are over. Of two nodes that do it at once one finds that
 * nothing is due any more. Ends early where `signal` says so. Rejects with a `StorageError`.
 */
export async function rotateOutboundKeys(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { realms, outbound, clock } = runtime;
  for (const issuer of realms.installation().byId["outbound-issuer"].values()) {
    if (signal.aborted) return;
    const due = dueKeys(realms.installation(), issuer, clock.now());
    if (due === undefined) continue;
    const made = due.needed.length === 0 ? [] : await outbound.makeKeys(issuer.account);
    if (made !== "busy") await replace(runtime, issuer.id, made);
  }
}

/** In one change with its events; what is due is worked out again by the state that it changes. */
async function replace(runtime: Runtime, id: string, made: readonly NewOutboundKey[]): Promise<void> {
  const { realms, writer, keys, clock } = runtime;
  const now = clock.now();
  const sequences = [runtime.nextSequence(), runtime.nextSequence()] as const;
  await realms.installationRealm.submit((state): Attempted<undefined> => {
    const issuer = state.byId["outbound-issuer"].get(id);
    const due = issuer === undefined ? undefined : dueKeys(state, issuer, now);
    const puts = due === undefined ? [] : newKeys(runtime, due, made, now);
    const deletes = due?.over.map(({ kind, id: key }) => ({ kind, id: key })) ?? [];
    if (issuer === undefined || puts.length + deletes.length === 0) {
      return { result: undefined, changes: undefined, events: [] };
    }
    const details = {
      account: issuer.account,
      issuer: id,
      made: puts.map((key) => key.id),
      over: deletes.map((key) => key.id),
    };
    const events = [INSTALLATION, accountRealm(issuer.account)].map((realm, at) =>
      serviceEvent(
        { writer, nextSequence: () => sequences[at] ?? 0 },
        { realm, name: "RotateOutboundKeys", time: now, details },
      ),
    );
    return {
      result: undefined,
      changes: { puts: puts.map(writeBody), deletes },
      events,
      relied: puts.length === 0 ? [] : [keys.standing()],
    };
  });
}

function newKeys(
  { ring }: Runtime,
  { issuer, needed }: DueKeys,
  made: readonly NewOutboundKey[],
  now: number,
): readonly OutboundKey[] {
  return made
    .filter(({ algorithm }) => needed.includes(algorithm))
    .map(({ algorithm, id, publicKey, privateKey }) => ({
      kind: "outbound-key",
      id,
      issuer: issuer.id,
      algorithm,
      created: now,
      signsFrom: now + ANNOUNCED,
      publicKey,
      secret: sealField(ring, { realm: INSTALLATION, ...outboundSecretOf(id) }, secretOfText(privateKey)),
    }));
}
