/** Errors that the model declares and that no call here is answered with, each with the reason. */

/** Whatever the operation. */
export const neverRaised = {
  ConcurrentModification:
    "changes of an account, or of what accounts share, are made one after another; one that another node was ahead of is attempted again on what that node did, and is ServiceUnavailable where that goes on for too long",
  ServiceFailure:
    "it stands for a fault of the server itself, which no call brings about: iam-effects.test.ts makes one under every change, and whatever fails for such a reason passes through the same step",
} as const;
export type NeverRaised = keyof typeof neverRaised;

/** By operation. */
export const reasons = {
  "has its limit from no quota": "it makes nothing of which a quota says how many there may be",
  "takes away": "it only takes away, and no quota says how few there must be",
  "is whole when it is answered":
    "nothing is half made or half deleted: the next call sees all of what the last one did",
  "names nothing else": "nothing has to be there for it",
  "makes what is missing": "it sets the whole policy, whether or not there is one",
  "takes the place": "an account has one alias, and a new one takes the place of the one before",
  "changes a description": "the description is what may be changed of a service-linked role",
  "is of one role":
    "an instance profile has one role: the same one again is refused as a second is, by the quota",
  "is told as a duplicate": "a certificate is known by its content, and DuplicateCertificate tells of it",
  "has no document": "it takes no document that could be malformed",
  "is told by the model": "what could be wrong breaks a constraint of the model, and is a ValidationError",
  "is told as a wrong ARN": "an ARN that names nothing of the kind is a ValidationError",
  "is told as no entity": "AWS answers NoSuchEntity for a service that takes no credentials",
  "fetches nothing": "nothing is fetched from an identity provider",
  "is used by nothing": "nothing here uses a certificate, so nothing stands in the way",
  "is made at once": "a report is complete in the answer that says it was started",
  "is checked before":
    "the policies are those of the request, and what cannot be evaluated is refused as InvalidInput",
  "asks for what is there": "the model says what a job is called",
  "has no organization": "no organization is kept here, which is told before anything of one is looked at",
} as const;
export type Reason = keyof typeof reasons;
