import { after, before, describe } from "node:test";
import type { Storage } from "../src/contract.ts";
import { createFaults, type Faults } from "../src/faults.ts";
import { deploymentTests } from "./contract/deployment.ts";
import { dumpTests } from "./contract/dump.ts";
import { eventTests } from "./contract/events.ts";
import { faultTests } from "./contract/faults.ts";
import { realmTests } from "./contract/realms.ts";
import { smallTests } from "./contract/small.ts";

/** What a driver gives to be tested; each opening finds an empty place. */
export interface DriverUnderTest {
  readonly name: string;
  open(faults: Faults): Promise<Storage>;
  /** Closes it and opens what it left. undefined: it leaves nothing. */
  readonly reopen?: (storage: Storage, faults: Faults) => Promise<Storage>;
}

/** What the tests work on: one storage for all of them, each in realms of its own. */
export interface Fixture {
  readonly driver: DriverUnderTest;
  readonly faults: Faults;
  storage: Storage;
}

/** The contract, as tests that every driver passes. */
export function contractSuite(driver: DriverUnderTest): void {
  describe(`the storage contract, kept by ${driver.name}`, () => {
    const fixture = { driver, faults: createFaults() } as Fixture;
    before(async () => {
      fixture.storage = await driver.open(fixture.faults);
    });
    after(() => fixture.storage.close());
    deploymentTests(fixture);
    realmTests(fixture);
    eventTests(fixture);
    smallTests(fixture);
    dumpTests(fixture);
    faultTests(fixture);
  });
}
