import type { PolicyRule } from "../rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
export const versionElement: PolicyRule = ({ text, draft: { root } }, say) => {
  if (root.members.some(({ key }) => key.value === "Version")) return;
  const at = root.start + 1;
  // With variables in the text another version changes what it says.
  const comma = root.members.length > 0 ? "," : "";
  const fix = text.includes("${")
    ? undefined
    : { start: at, end: at, text: `"Version":"2012-10-17"${comma}` };
  say("MISSING_VERSION", root.start, {}, fix);
};
