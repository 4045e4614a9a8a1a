import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../iam-settings.test.ts");
