import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../audit.test.ts");
