import type { IamTypes } from "@portcullis/aws-model";

/** What was asked for by GenerateServiceLastAccessedDetails. What it tells is worked out when it is read. */
export interface AccessJob {
  /** A UUID. */
  readonly id: string;
  /** Who asked for it: a unique id or, of a session, its access key. What an earlier release kept is nobody's. */
  readonly owner: string;
  /** Of a user, group, role or managed policy. */
  readonly arn: string;
  readonly granularity: IamTypes.AccessAdvisorUsageGranularityType;
  /** Epoch milliseconds. */
  readonly created: number;
}

/** The newest credential report of an account. */
export interface CredentialReport {
  /** Epoch milliseconds. */
  readonly generated: number;
  /** CSV. */
  readonly content: string;
}

/** Reports are no state of an account that anything is decided on: they are kept beside it. Reject with a `StorageError`. */
export interface KeptReports {
  /** For as long as AWS's jobs are asked for: a day. false: the account has too many. */
  keepAccessJob(account: string, job: AccessJob): Promise<boolean>;
  findAccessJob(account: string, id: string): Promise<AccessJob | undefined>;
  /** In the place of the one before; of two at once the newer stays. */
  keepCredentialReport(account: string, report: CredentialReport): Promise<void>;
  findCredentialReport(account: string): Promise<CredentialReport | undefined>;
}
