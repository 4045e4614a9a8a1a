import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../canary.test.ts");
