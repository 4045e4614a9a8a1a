import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../concurrent-changes.test.ts");
