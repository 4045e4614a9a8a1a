import { operation as modelOperation, type Pagination } from "@portcullis/aws-model";
import type { Check } from "@portcullis/directory";
import type { Failure, OperationId, OutputOf } from "./api.ts";
import { answer, type Call, type Done, type Failed, type Powers } from "./call.ts";
import type { Entities, Found } from "./found.ts";
import { type Offered, operation } from "./operation.ts";
import { inOneGo, isSlices, type Slices } from "./slices.ts";

/** How the pages of a list are asked for that the model's table of paging leaves out. */
export const pagesOf = (list: string): Pagination => ({
  inputToken: "Marker",
  outputToken: "Marker",
  limitKey: "MaxItems",
  moreResults: "IsTruncated",
  resultKeys: [list],
});

/** Among the entries of a list that is made in slices: no entry, but a place to give way. */
export const PAUSE = undefined;

/** A call whose list may be read. */
type Bound<I extends OperationId, F extends Found, P> = Call<I> & {
  readonly found: F;
  readonly entities: Entities<F>;
  readonly prepared: P;
};

/** What the pages of a list are made of: its ordered entries, and what stands beside them in the answer. */
export interface Pages<I extends OperationId, F extends Found, Item, P> {
  /** How its pages are asked for, where the model's table leaves it out. */
  readonly pages?: Pagination;
  /** What a marker that is not one is answered with, where that is not ValidationError. */
  readonly badMarker?: Failure;
  /**
   * Key and item of every entry after a key (undefined: from the first), in the order of the keys. The filter is
   * applied here. Walked lazily: only one page is ever made.
   */
  readonly entries: (
    call: Bound<I, F, P>,
    after: string | undefined,
  ) => Iterable<readonly [string, Item] | typeof PAUSE>;
  /** Other members of the answer. */
  readonly beside?: (call: Bound<I, F, P>) => Partial<OutputOf<I>>;
  /** Where the items of a page stand, if the answer has several lists. */
  readonly parts?: (items: readonly Item[]) => Partial<OutputOf<I>>;
  /** Where making an item is work: only those of the page are made, one at least, as long as the work is not too much. */
  readonly making?: Making<Item>;
}

interface Making<Item> {
  /** Of one page, in any unit. */
  readonly mostWork: number;
  /** Known without doing it. */
  readonly estimate: (item: Item) => Estimate;
  /** An item that would be too much by itself: more than a page of text, too. */
  readonly refuse: (item: Item, estimate: Estimate) => Failure | undefined;
  readonly make: (item: Item) => object | Slices<object>;
}

/** What an item may be at worst. */
export interface Estimate {
  readonly work: number;
  /** Characters. */
  readonly text: number;
}

/** What a list operation declares. */
export interface ListDefinition<I extends OperationId, F extends Found, Item, P>
  extends Pages<I, F, Item, P> {
  readonly prepare?: (call: Omit<Call<I>, "home" | "world">, powers: Powers) => Promise<P>;
  readonly find?: (call: Call<I>) => F;
  readonly checks?: (call: Call<I> & { readonly found: F }) => readonly Check[];
  /** What a page is made of is much: other calls go on meanwhile. */
  readonly inSlices?: true;
  /** Why there is nothing to list for what was asked, once that is permitted. */
  readonly refusal?: (call: Bound<I, F, P>) => Failed | undefined;
}

/** MaxItems where the request has none. Source: the API reference of each list operation. */
const DEFAULT_PAGE = 100;

/**
 * Characters of the texts on one page; one item may go beyond, unless it is made for the page. A thousand roles with
 * trust policies of the greatest length would be hundreds of MiB. AWS, too, may give fewer items than were asked for,
 * and then says that there are more.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html (MaxItems)
 */
export const PAGE_TEXT = 4 << 20;

/** An operation that answers with pages; the model's pagination table says what its members are called. */
export function listOperation<
  I extends OperationId,
  Item,
  F extends Found = Record<never, never>,
  P = undefined,
>(id: I, definition: ListDefinition<I, F, Item, P>): Offered {
  return operation<I, F, P>(id, {
    ...(definition.prepare === undefined ? {} : { prepare: definition.prepare }),
    ...(definition.find === undefined ? {} : { find: definition.find }),
    ...(definition.checks === undefined ? {} : { checks: definition.checks }),
    run(call) {
      const page = () => pageOf(call, definition);
      return definition.refusal?.(call) ?? (definition.inSlices === true ? page() : inOneGo(page()));
    },
  });
}

/** One page of a list. */
export function* pageOf<I extends OperationId, F extends Found, Item, P>(
  call: Bound<I, F, P>,
  definition: Pages<I, F, Item, P>,
): Slices<Done<OutputOf<I>> | Failed> {
  const [service, name] = call.id.split(":") as [Parameters<typeof modelOperation>[0], string];
  const pagination = definition.pages ?? modelOperation(service, name)?.pagination;
  if (pagination === undefined) throw new Error(`${call.id} has no pages in the model`);
  const input = (call.input ?? {}) as Readonly<Record<string, unknown>>;
  const marker = input[pagination.inputToken];
  let after: string | undefined;
  if (typeof marker === "string") {
    after = call.markers.open(marker);
    if (after === undefined) {
      const { badMarker } = definition;
      if (badMarker !== undefined) return { kind: "failed", failure: badMarker };
      return call.fail("ValidationError", "Invalid Marker.");
    }
  }
  const limit = Number((pagination.limitKey && input[pagination.limitKey]) ?? DEFAULT_PAGE);
  const { making } = definition;
  const items: unknown[] = [];
  let last: string | undefined;
  let more = false;
  let text = 0;
  let work = 0;
  for (const entry of definition.entries(call, after)) {
    if (entry === PAUSE) {
      yield;
      continue;
    }
    const [key, item] = entry;
    if (items.length === limit || text >= PAGE_TEXT) {
      more = true;
      break;
    }
    if (making === undefined) {
      items.push(item);
      text += textIn(item);
    } else {
      const estimate = making.estimate(item);
      work += estimate.work;
      text += estimate.text;
      if (items.length > 0 && (work > making.mostWork || text > PAGE_TEXT)) {
        more = true;
        break;
      }
      const refused = making.refuse(item, estimate);
      if (refused !== undefined) return { kind: "failed", failure: refused };
      const made = making.make(item);
      items.push(isSlices(made) ? yield* made : made);
      yield;
    }
    last = key;
  }
  const page: Record<string, unknown> = {
    ...definition.beside?.(call),
    ...(definition.parts?.(items as readonly Item[]) ?? { [pagination.resultKeys[0] ?? ""]: items }),
  };
  if (pagination.moreResults !== undefined) page[pagination.moreResults] = more;
  if (more && last !== undefined) page[pagination.outputToken] = call.markers.seal(last);
  return answer(page as OutputOf<I>);
}

/** Characters of all texts in a value. */
function textIn(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 0;
  let sum = 0;
  for (const each of Object.values(value)) sum += textIn(each);
  return sum;
}
