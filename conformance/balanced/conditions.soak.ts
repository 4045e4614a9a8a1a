import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../conditions.test.ts");
