import type { Call } from "./signed-post.ts";

function call(service: "iam" | "sts", parameters: Readonly<Record<string, string>>): Call {
  const Version = service === "iam" ? "2010-05-08" : "2011-06-15";
  return { service, body: new URLSearchParams({ ...parameters, Version }).toString() };
}

export const getCallerIdentity: Call = call("sts", { Action: "GetCallerIdentity" });

/** A read that is decided by the caller's policies. */
export const getUser = (name: string): Call => call("iam", { Action: "GetUser", UserName: name });

/** A page of as many users. */
export const listUsers = (items: number): Call =>
  call("iam", { Action: "ListUsers", MaxItems: String(items) });

/** A page of as many entities of every type. */
export const authorizationDetails = (items: number): Call =>
  call("iam", { Action: "GetAccountAuthorizationDetails", MaxItems: String(items) });

export const createUser = (name: string): Call => call("iam", { Action: "CreateUser", UserName: name });
export const deleteUser = (name: string): Call => call("iam", { Action: "DeleteUser", UserName: name });

/** Needs two hashes. */
export const changePassword = (OldPassword: string, NewPassword: string): Call =>
  call("iam", { Action: "ChangePassword", OldPassword, NewPassword });

/** A change of one entity that leaves as many as there were. */
export const tagUser = (name: string, value: string): Call =>
  call("iam", {
    Action: "TagUser",
    UserName: name,
    "Tags.member.1.Key": "team",
    "Tags.member.1.Value": value,
  });
