import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../iam-simulation.test.ts");
