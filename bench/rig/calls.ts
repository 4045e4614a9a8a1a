import type { Call } from "./signed-post.ts";

const iamVersion = "2010-05-08";

export const getCallerIdentity: Call = {
  service: "sts",
  form: { Action: "GetCallerIdentity", Version: "2011-06-15" },
};

/** A read that is decided by the caller's policies. */
export const getUser = (name: string): Call => ({
  service: "iam",
  form: { Action: "GetUser", UserName: name, Version: iamVersion },
});

/** A change of one entity that leaves as many as there were. */
export const tagUser = (name: string, value: string): Call => ({
  service: "iam",
  form: {
    Action: "TagUser",
    UserName: name,
    "Tags.member.1.Key": "team",
    "Tags.member.1.Value": value,
    Version: iamVersion,
  },
});
