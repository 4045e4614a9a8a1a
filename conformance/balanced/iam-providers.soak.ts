import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../iam-providers.test.ts");
