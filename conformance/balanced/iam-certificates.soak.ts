import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../iam-certificates.test.ts");
