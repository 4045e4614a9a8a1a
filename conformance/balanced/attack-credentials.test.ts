import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../attack-credentials.test.ts");
