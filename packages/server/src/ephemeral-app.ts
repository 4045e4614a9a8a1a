import { randomUUID } from "node:crypto";
import { accountOfAccessKeyId } from "@portcullis/directory";
import { memoryMasterKey, severalMasterKeys } from "@portcullis/keys";
import { appOver } from "./app-over.ts";
import type { Config, EphemeralMode } from "./config/config.ts";
import { defaultPartition } from "./config/partitions.table.ts";
import { secret } from "./config/secret.ts";
import type { FileProblem } from "./data-directory/private-files.ts";
import { newRootKey } from "./first-start.ts";
import { type Way, wayTo } from "./guarded-storage.ts";
import { issuersOf } from "./issuers/issuers-of.ts";
import { type FirstState, installationOf, keepFirstState, makeFirstState } from "./open-installation.ts";
import { openRuntime } from "./open-runtime.ts";
import type { App, AppContext } from "./process.ts";
import { accountRealm } from "./realms/realm-names.ts";
import type { Runtime } from "./runtime.ts";

/** The account that documentation and tests write. */
const ACCOUNT = "123456789012";

/**
 * The application in memory only, with its test controls. The one place that moves the server's clock: no other mode
 * loads this file.
 */
export async function ephemeralApp(
  config: Config,
  mode: EphemeralMode,
  version: string,
  context: AppContext,
): Promise<App | FileProblem> {
  const { log, metrics, drivers, spoolEvents } = context;
  const given = mode.rootCredentials;
  const spelled = given === undefined ? undefined : accountOfAccessKeyId(given.accessKeyId);
  if (spelled !== undefined && spelled !== ACCOUNT) {
    return { problem: `PORTCULLIS_ROOT_ACCESS_KEY_ID has AWS's form and must spell the account ${ACCOUNT}.` };
  }
  const root =
    given === undefined
      ? newRootKey(ACCOUNT)
      : { accessKeyId: given.accessKeyId, secretAccessKey: given.secretAccessKey.reveal() };
  const partition = config.partition ?? defaultPartition;
  const storage = await drivers.memory();
  const account = { number: ACCOUNT, created: Date.now(), operator: true };
  const first = await makeFirstState(severalMasterKeys(memoryMasterKey()), partition, account, root);
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  let way: Way;

  /** Every beginning is an incarnation of its own, so that no session of an earlier one counts. */
  async function begin(): Promise<Runtime> {
    way = wayTo(storage);
    const fresh: FirstState = { ...first, deployment: { ...first.deployment, incarnation: randomUUID() } };
    await keepFirstState(storage, fresh);
    // An id that spells no account is found by the locator.
    if (spelled === undefined)
      await storage.putLocator("access-key", root.accessKeyId, accountRealm(ACCOUNT));
    return openRuntime({
      config,
      // In development the address that clients use serves: whoever verifies a token is on this machine too.
      issuers: issuersOf(config.publicUrl ?? context.endpoint, config.basePath),
      installation: installationOf(fresh, partition),
      storage: way.storage,
      clock,
      log,
      metrics,
      spoolEvents,
      version,
      storageKind: "memory",
      backupFolder: undefined,
    });
  }

  let runtime = await begin();
  await runtime.realms.account(ACCOUNT);
  const app = appOver(() => runtime, context);
  const { aws, ready, deployment, end } = app;
  return {
    aws,
    ready,
    deployment,
    rootAccessKeyExists: false,
    ...(given === undefined
      ? { firstStart: { accessKeyId: root.accessKeyId, secretAccessKey: secret(root.secretAccessKey) } }
      : {}),
    controls: {
      advance(milliseconds) {
        ahead += milliseconds;
      },
      reset: () =>
        app.end().then(async () => {
          way.cut();
          await storage.wipe();
          ahead = 0;
          runtime = await begin();
          app.begin();
        }),
    },
    async drain() {
      await end();
      await storage.close();
    },
  };
}
