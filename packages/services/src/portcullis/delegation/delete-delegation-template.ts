import { done } from "../../framework/call.ts";
import { operation } from "../../framework/operation.ts";

/** Ends every delegation request that was made from it: see `stateOf` in iam/delegation. */
export const deleteDelegationTemplate = operation("portcullis:DeleteDelegationTemplate", {
  changes: "installation",
  takesAway: true,
  run(call) {
    const { Name } = call.input;
    const template = call.world.installation.byId["delegation-template"].get(Name);
    if (template === undefined) {
      return call.fail("TemplateNotFoundException", `There is no delegation template ${Name}.`);
    }
    return done({ remove: [template] }, {});
  },
});
