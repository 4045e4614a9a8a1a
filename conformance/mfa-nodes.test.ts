/** One-time codes count once over all nodes, and so do the guesses at them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPostgres } from "@portcullis/storage";
import { testDatabase } from "../packages/storage/test/postgres/test-database.ts";
import { callsOf, done, newUser } from "./support/calls.ts";
import { startNodes } from "./support/nodes.ts";
import { phoneIn } from "./support/phone.ts";
import { policy } from "./support/policy.ts";

test("attack: one code of an MFA device is used on two nodes at once: one of them takes it", async () => {
  const database = await testDatabase();
  await using cluster = await startNodes({
    open: () => openPostgres({ url: database.url }),
    accounts: ["123456789012"],
  });
  const [one, other] = cluster.nodes;
  assert.ok(one !== undefined && other !== undefined);
  const root = callsOf(one, cluster.root);
  const { credentials } = await newUser(one, root, "Ann");
  const PolicyDocument = policy({ Effect: "Allow", Action: "sts:*", Resource: "*" });
  await done(root.iam("PutUserPolicy", { UserName: "Ann", PolicyName: "own", PolicyDocument }));
  const phone = phoneIn(await done(root.iam("CreateVirtualMFADevice", { VirtualMFADeviceName: "Phone" })));
  const SerialNumber = "arn:aws:iam::123456789012:mfa/Phone";
  const codes = { AuthenticationCode1: phone.code(-1), AuthenticationCode2: phone.code() };
  await done(root.iam("EnableMFADevice", { UserName: "Ann", SerialNumber, ...codes }));
  const input = { SerialNumber, TokenCode: phone.code(1) };
  const asked = [one, other, one, other].map((node) =>
    callsOf(node, credentials).sts("GetSessionToken", input),
  );
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 403, 403, 403]);
});
