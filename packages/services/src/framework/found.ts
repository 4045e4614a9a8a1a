import type { Tag } from "@portcullis/directory";
import type { PolicySet } from "@portcullis/policy";
import type { Failure } from "./api.ts";

/**
 * What `find` gives: the entity, or the ARN that it would have. Permission is asked for on the ARN; whether the
 * entity is there is told only to who may know.
 */
interface FoundBase<T> {
  /** The catalog's name of the resource type: `user`. */
  readonly type: string;
  /** CloudFormation's name, as CloudTrail gives it: `AWS::IAM::User`. */
  readonly cloudType: string;
  /** How events name it. */
  readonly label: string;
  readonly arn: string;
  readonly account: string | undefined;
  readonly entity: T | undefined;
  readonly tags: readonly Tag[] | undefined;
  /** ARN of the permissions boundary of a user or role. */
  readonly boundary: string | undefined;
  readonly policy: PolicySet | undefined;
  /** Condition keys, in lower case, that what the call does to it gives beside the request. */
  readonly keys?: ReadonlyMap<string, readonly string[]>;
  /** How a denial names it, where AWS does not give the ARN. */
  readonly spoken?: string;
  /** What is wrong with the very text that names it; told before permission is asked for. */
  readonly invalid?: Failure | undefined;
}

/** Must be there: where it is not, the call fails with `missing` once it is permitted. */
export interface Existing<T> extends FoundBase<T> {
  readonly expect: "existing";
  readonly missing: Failure;
}

/** May or may not be there: the operation looks. */
export interface Perhaps<T> extends FoundBase<T> {
  readonly expect: "perhaps";
}

// biome-ignore lint/suspicious/noExplicitAny: any kind of entity may be found
export type Found = Readonly<Record<string, Existing<any> | Perhaps<any>>>;

/** What `run` is handed: the entities themselves, and undefined only where the operation said so. */
export type Entities<F extends Found> = {
  readonly [K in keyof F]: F[K] extends Existing<infer T>
    ? T
    : F[K] extends Perhaps<infer T>
      ? T | undefined
      : never;
};
