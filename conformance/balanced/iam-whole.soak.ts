import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../iam-whole.test.ts");
