import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../attack-signatures.test.ts");
