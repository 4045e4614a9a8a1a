import type { IssueRow } from "./issue.ts";

/**
 * Errors of the form of a document, of its statements and of its size.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export const ERRORS_OF_GRAMMAR = {
  JSON_SYNTAX_ERROR: {
    title: "Json syntax error",
    text: "Fix the JSON syntax error at index {{index}} line {{line}} column {{column}}.",
  },
  DATA_TYPE_MISMATCH: {
    title: "Data type mismatch",
    text: "The text does not match the expected JSON data type {{data_type}}.",
  },
  INVALID_POLICY_ELEMENT: {
    title: "Invalid policy element",
    text: "The policy element {{element}} is not valid.",
  },
  INVALID_VERSION: {
    title: "Invalid version",
    text: "The version {{version}} is not valid. Use one of the following versions: {{versions}}",
  },
  INVALID_EFFECT: {
    title: "Invalid effect",
    text: "The effect {{effect}} is not valid. Use Allow or Deny.",
  },
  MISSING_STATEMENT: { title: "Missing statement", text: "Add a statement to the policy" },
  MISSING_EFFECT: {
    title: "Missing effect",
    text: "Add an Effect element to the policy statement with a value of Allow or Deny.",
  },
  MISSING_ACTION: {
    title: "Missing action",
    text: "Add an Action or NotAction element to the policy statement.",
  },
  MISSING_RESOURCE: {
    title: "Missing resource",
    text: "Add a Resource or NotResource element to the policy statement.",
  },
  MISSING_PRINCIPAL: { title: "Missing principal", text: "Add a Principal element to the policy statement." },
  UNSUPPORTED_ELEMENT_COMBINATION: {
    title: "Unsupported element combination",
    text: "The policy elements {{element1}} and {{element2}} can not be used in the same statement. Remove one of these elements.",
  },
  UNIQUE_SIDS_REQUIRED: {
    title: "Unique Sids required",
    text: "Duplicate statement IDs are not supported for this policy type. Update the Sid value.",
  },
  UNSUPPORTED_SID: {
    title: "Unsupported Sid",
    text: "Update the characters in the Sid element to use one of the following character types: [a-z, A-Z, 0-9]",
  },
  MISSING_BRACE_IN_VARIABLE: {
    title: "Missing brace in variable",
    text: "The policy variable is missing a closing curly brace. Add } after the variable text.",
  },
  MISSING_QUOTE_IN_VARIABLE: {
    title: "Missing quote in variable",
    text: "The policy variable default value must begin and end with a single quote. Add the missing quote.",
  },
  UNSUPPORTED_SPACE_IN_VARIABLE: {
    title: "Unsupported space in variable",
    text: "A space is not supported within the policy variable text. Remove the space.",
  },
  EMPTY_VARIABLE: {
    title: "Empty variable",
    text: "Empty policy variable. Remove the ${ } variable structure or provide a variable within the structure.",
  },
  VARIABLE_UNSUPPORTED_IN_ELEMENT: {
    title: "Variable unsupported in element",
    text: "Policy variables are supported in the Resource and Condition elements. Remove the policy variable {{variable}} from this element.",
  },
  VARIABLE_UNSUPPORTED_IN_VERSION: {
    title: "Variable unsupported in version",
    text: "To include variables in your policy, use the policy version 2012-10-17 or later.",
  },
  POLICY_SIZE_EXCEEDS_SCP_QUOTA: {
    title: "Policy size exceeds SCP quota",
    text: "The {{policySize}} characters in the service control policy (SCP) exceed the {{policySizeQuota}} character maximum for SCPs. We recommend that you use multiple granular policies.",
  },
  POLICY_SIZE_EXCEEDS_RCP_QUOTA: {
    title: "Policy size exceeds RCP quota",
    text: "The {{policySize}} characters in the resource control policy (RCP) exceed the {{policySizeQuota}} character maximum for RCPs. We recommend that you use multiple granular policies.",
  },
  SCP_SYNTAX_ERROR_PRINCIPAL: {
    title: "SCP syntax error principal",
    text: "SCPs do not support specifying principals. Remove the Principal or NotPrincipal element.",
  },
  RCP_SYNTAX_ERROR_PRINCIPAL: {
    title: "RCP syntax error principal",
    text: 'The Principal element contents are not valid. RCPs only support specifying all principals ("*") in the Principal element. The NotPrincipal element is not supported for RCPs.',
  },
  RCP_SYNTAX_ERROR_ALLOW: {
    title: "RCP syntax error allow",
    text: 'RCPs only support specifying all principals ("*") in the Principal element, all resources ("*") in the Resource element, and no Condition element with an effect of Allow.',
  },
  RCP_SYNTAX_ERROR_NOTACTION: {
    title: "RCP syntax error NotAction",
    text: "RCPs do not support the NotAction element. Update to use the Action element.",
  },
  RCP_SYNTAX_ERROR_ACTION: {
    title: "RCP syntax error action",
    text: "RCPs only support specifying select service prefixes in the Action element. Learn more here.",
  },
  ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL: {
    title: "Role trust policy syntax error notprincipal",
    text: "Role trust policies do not support NotPrincipal. Update the policy to use a Principal element instead.",
  },
  ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: {
    title: "Role trust policy syntax error resource",
    text: "Role trust policies apply to the role that they are attached to. You cannot specify a resource. Remove the Resource or NotResource element.",
  },
} as const satisfies Readonly<Record<string, IssueRow>>;
