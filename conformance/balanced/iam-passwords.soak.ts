import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../iam-passwords.test.ts");
