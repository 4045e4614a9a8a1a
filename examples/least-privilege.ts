/**
 * Tries whether a role's policy gives a program what it needs, and nothing else. It wants an ephemeral server
 * (`npm start -- --ephemeral`), and its address, a region and root's key pair in the environment.
 */
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  IAMClient,
  ListUsersCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

/** The policy that is tried: users of the path /ci/ may be made, marked as such, and deleted. */
const provisioner = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["iam:CreateUser", "iam:TagUser"],
      Resource: "arn:aws:iam::*:user/ci/*",
      Condition: { StringEquals: { "aws:RequestTag/origin": "ci" } },
    },
    { Effect: "Allow", Action: "iam:DeleteUser", Resource: "arn:aws:iam::*:user/ci/*" },
  ],
};

/** A session of a role that has this policy. */
async function sessionWith(policy: object): Promise<IAMClient> {
  const root = new IAMClient();
  const { User } = await root.send(new CreateUserCommand({ UserName: "runner" }));
  const { AccessKey: key } = await root.send(new CreateAccessKeyCommand({ UserName: "runner" }));
  const trust = { Effect: "Allow", Principal: { AWS: User?.Arn }, Action: "sts:AssumeRole" };
  const { Role } = await root.send(
    new CreateRoleCommand({
      RoleName: "provisioner",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  await root.send(
    new PutRolePolicyCommand({
      RoleName: "provisioner",
      PolicyName: "tried",
      PolicyDocument: JSON.stringify(policy),
    }),
  );
  const runner = new STSClient({
    credentials: { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" },
  });
  const { Credentials: made } = await runner.send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "trial" }),
  );
  return new IAMClient({
    credentials: {
      accessKeyId: made?.AccessKeyId ?? "",
      secretAccessKey: made?.SecretAccessKey ?? "",
      sessionToken: made?.SessionToken ?? "",
    },
  });
}

async function attempt(what: string, call: Promise<unknown>): Promise<void> {
  try {
    await call;
    console.log(`allowed  ${what}`);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AccessDenied") throw error;
    console.log(`refused  ${what}`);
  }
}

const iam = await sessionWith(provisioner);
const Tags = [{ Key: "origin", Value: "ci" }];
const make = (UserName: string, Path: string, more: object = {}) =>
  iam.send(new CreateUserCommand({ UserName, Path, ...more }));

await attempt("make a marked user in /ci/", make("job-1", "/ci/", { Tags }));
await attempt("make one without the mark", make("job-2", "/ci/"));
await attempt("make one elsewhere", make("job-3", "/", { Tags }));
await attempt("delete a user in /ci/", iam.send(new DeleteUserCommand({ UserName: "job-1" })));
await attempt("delete another", iam.send(new DeleteUserCommand({ UserName: "runner" })));
await attempt("list users", iam.send(new ListUsersCommand()));
