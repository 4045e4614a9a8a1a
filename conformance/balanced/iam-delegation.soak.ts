import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../iam-delegation.test.ts");
