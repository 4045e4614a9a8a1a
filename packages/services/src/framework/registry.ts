import type { Api } from "./api.ts";
import type { NotOffered, Offered } from "./operation.ts";

/** Total over the operations of a service's model. */
export type ServiceTable<S extends keyof Api> = { readonly [N in keyof Api[S]]: Offered | NotOffered };
