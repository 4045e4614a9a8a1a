import { callsOf, newUser } from "./calls.ts";
import { type Clients, clientsOf } from "./clients.ts";
import { EPHEMERAL_ACCOUNT, type TestServer } from "./server.ts";

/** The clients of a new user without any permission, in the account of an ephemeral server. */
export async function newNobody(server: TestServer): Promise<Clients> {
  const { credentials } = await newUser(server, callsOf(server, server.root), "Nobody");
  return clientsOf(server, credentials);
}

/** What that user is refused with. */
export function denied(action: string, resource: string) {
  return {
    name: "AccessDenied",
    message: `User: arn:aws:iam::${EPHEMERAL_ACCOUNT}:user/Nobody is not authorized to perform: iam:${action} on resource: ${resource} because no identity-based policy allows the iam:${action} action`,
    status: 403,
  };
}
