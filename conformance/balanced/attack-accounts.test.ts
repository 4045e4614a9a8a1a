import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../attack-accounts.test.ts");
