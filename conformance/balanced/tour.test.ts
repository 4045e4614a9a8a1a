import { balanceServers } from "../support/balanced.ts";

balanceServers();
await import("../tour.test.ts");
