import { allow, deny, type Example, example, policy, share, trust, typed, without } from "./example.ts";

const guard = { Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: "*" };
const long = "x".repeat(12_000);

export const examplesOfGrammar: readonly Example[] = [
  { code: "JSON_SYNTAX_ERROR", type: "identity", found: `${policy(allow())}}`, spared: policy(allow()) },
  example("DATA_TYPE_MISMATCH", allow({ Action: [7] }), allow({ Action: ["shop:GetItem"] })),
  example("INVALID_POLICY_ELEMENT", allow({ action: "x" }), allow({ Sid: "x" })),
  {
    code: "INVALID_VERSION",
    type: "identity",
    found: policy(allow()).replace("2012", "2013"),
    spared: policy(allow()).replace("2012", "2008"),
  },
  example("INVALID_EFFECT", allow({ Effect: "allow" }), allow({ Effect: "Deny" })),
  { code: "MISSING_STATEMENT", type: "identity", found: policy(), spared: policy(allow()) },
  example("MISSING_EFFECT", without(allow(), "Effect"), allow()),
  example("MISSING_ACTION", without(allow(), "Action"), {
    ...without(allow(), "Action"),
    NotAction: "iam:*",
  }),
  example("MISSING_RESOURCE", without(allow(), "Resource"), allow()),
  typed("resource", "MISSING_PRINCIPAL", without(share(), "Principal"), share()),
  example("UNSUPPORTED_ELEMENT_COMBINATION", allow({ NotAction: "iam:*" }), {
    ...without(allow(), "Action"),
    NotAction: "iam:*",
  }),
  {
    code: "UNIQUE_SIDS_REQUIRED",
    type: "identity",
    found: policy(allow({ Sid: "A" }), deny({ Sid: "A" })),
    spared: policy(allow({ Sid: "A" }), deny({ Sid: "a" })),
  },
  example("UNSUPPORTED_SID", allow({ Sid: "get item" }), allow({ Sid: "getItem2" })),
  example(
    "MISSING_BRACE_IN_VARIABLE",
    allow({ Resource: "arn:aws:s3:::b/${aws:username" }),
    allow({ Resource: "arn:aws:s3:::b/${aws:username}" }),
  ),
  example(
    "MISSING_QUOTE_IN_VARIABLE",
    allow({ Resource: "arn:aws:s3:::b/${aws:username, 'all}" }),
    allow({ Resource: "arn:aws:s3:::b/${aws:username, 'all'}" }),
  ),
  example(
    "UNSUPPORTED_SPACE_IN_VARIABLE",
    allow({ Resource: "arn:aws:s3:::b/${aws: username}" }),
    allow({ Resource: "arn:aws:s3:::b/${aws:username, 'the name'}" }),
  ),
  example(
    "EMPTY_VARIABLE",
    allow({ Resource: "arn:aws:s3:::b/${}" }),
    allow({ Resource: "arn:aws:s3:::b/${*}" }),
  ),
  example(
    "VARIABLE_UNSUPPORTED_IN_ELEMENT",
    allow({ Action: "shop:${aws:username}" }),
    allow({ Action: "shop:*" }),
  ),
  {
    code: "VARIABLE_UNSUPPORTED_IN_VERSION",
    type: "identity",
    found: policy(allow({ Resource: "arn:aws:s3:::b/${aws:username}" })).replace("2012", "2008"),
    spared: policy(allow({ Resource: "arn:aws:s3:::b/${aws:username}" })),
  },
  typed(
    "scp",
    "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    deny({ Resource: "*", Condition: { StringEquals: { "aws:PrincipalTag/x": long } } }),
    deny({ Resource: "*", Condition: { StringEquals: { "aws:PrincipalTag/x": long.slice(2000) } } }),
  ),
  typed(
    "rcp",
    "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    { ...guard, Condition: { StringEquals: { "aws:ResourceTag/x": long } } },
    { ...guard, Condition: { StringEquals: { "aws:ResourceTag/x": long.slice(8000) } } },
  ),
  typed("scp", "SCP_SYNTAX_ERROR_PRINCIPAL", deny({ Principal: "*" }), deny()),
  typed("rcp", "RCP_SYNTAX_ERROR_PRINCIPAL", { ...guard, Principal: { AWS: "123456789012" } }, guard),
  typed("rcp", "RCP_SYNTAX_ERROR_ALLOW", { ...guard, Effect: "Allow" }, guard),
  typed(
    "rcp",
    "RCP_SYNTAX_ERROR_NOTACTION",
    { ...without(guard, "Action"), NotAction: "s3:GetObject" },
    guard,
  ),
  typed(
    "rcp",
    "RCP_SYNTAX_ERROR_ACTION",
    { ...guard, Action: "iam:GetUser" },
    { ...guard, Action: "shop:GetItem" },
  ),
  typed(
    "trust",
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    { ...without(trust(), "Principal"), Effect: "Deny", NotPrincipal: { AWS: "123456789012" } },
    trust(),
  ),
  typed("trust", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", trust({ Resource: "*" }), trust()),
];
