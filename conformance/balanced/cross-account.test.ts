import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../cross-account.test.ts");
