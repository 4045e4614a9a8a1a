/** Simulations of policies that a request brings along, and what tests ask of their results. */
import assert from "node:assert/strict";
import type { InputOf, OutputOf } from "@portcullis/services";
import { home, newCloud } from "./harness.ts";
import { document } from "./people.ts";

export type Input = InputOf<"iam:SimulateCustomPolicy">;
export type Result = NonNullable<OutputOf<"iam:SimulateCustomPolicy">["EvaluationResults"]>[number];

export const cloud = newCloud();
export const root = cloud.root();
export const A = "arn:aws:s3:::shelf/a";
export const B = "arn:aws:s3:::shelf/b";
export const ann = `arn:aws:iam::${home}:user/team/ann`;
export const read = { Action: "s3:GetObject" } as const;
export const reading = document(read);
export const denying = document({ ...read, Effect: "Deny" });
export const ask = { ActionNames: ["s3:GetObject"] } as const;

export function simulate(more: Partial<Input>): readonly Result[] {
  const input = { PolicyInputList: [reading], ...ask, ...more };
  return cloud.call(root, "iam:SimulateCustomPolicy", input).EvaluationResults ?? [];
}

export function one(more: Partial<Input>): Result {
  const [result, ...others] = simulate(more);
  assert.ok(result !== undefined && others.length === 0);
  return result;
}

export function refused(more: Partial<Input>): string {
  const { code, message } = cloud.refusal(root, "iam:SimulateCustomPolicy", {
    PolicyInputList: [reading],
    ...ask,
    ...more,
  });
  return `${code}: ${message}`;
}

export const sources = ({ MatchedStatements = [] }: Pick<Result, "MatchedStatements">) =>
  MatchedStatements.map(({ SourcePolicyId, SourcePolicyType }) => [
    SourcePolicyId,
    SourcePolicyType as string,
  ]);

export const places = (text: string, action = "s3:GetObject") =>
  one({ PolicyInputList: [text], ActionNames: [action] }).MatchedStatements?.map(
    ({ StartPosition: start, EndPosition: end }) => [start?.Line, start?.Column, end?.Line, end?.Column],
  );

export const conditioned = (operator: string, key: string, value: unknown, more: object = {}) =>
  document({ ...read, Condition: { [operator]: { [key]: value } }, ...more });

export const entry = (key: string, type: string, ...values: readonly string[]) =>
  ({ ContextKeyName: key, ContextKeyType: type, ContextKeyValues: values }) as NonNullable<
    Input["ContextEntries"]
  >[number];

export const grant = (principal: string, resource = "arn:aws:s3:::shelf/*", Effect = "Allow") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect, Principal: { AWS: principal }, Action: "s3:GetObject", Resource: resource }],
  });
