import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../isolation.test.ts");
