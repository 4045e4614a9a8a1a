import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../attacks.test.ts");
