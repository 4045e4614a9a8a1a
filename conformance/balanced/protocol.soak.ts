import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../protocol.test.ts");
