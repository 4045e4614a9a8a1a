import { listOperation } from "../../framework/list-operation.ts";
import { invalidToken } from "./invalid-token.ts";
import { templateForm } from "./template-form.ts";

export const listDelegationTemplates = listOperation("portcullis:ListDelegationTemplates", {
  badMarker: invalidToken,
  *entries({ world }, after) {
    for (const [name, template] of world.installation.byId["delegation-template"].after(after))
      yield [name, templateForm(world.partition, template)];
  },
});
