import type { Row } from "./candidates.ts";

/** Rows by the literal beginning of their resource pattern: those on the way along a resource can match it. */
export interface PrefixTree {
  /** What stands between the node above and this one. */
  readonly label: string;
  /** Rows whose pattern is literal up to here. */
  readonly rows: readonly Row[];
  /** By the first character of their labels. */
  readonly children: ReadonlyMap<number, PrefixTree> | undefined;
}

interface Headed {
  readonly head: string;
  readonly rows: Row[];
}

export function prefixTreeOf(rows: readonly Row[]): PrefixTree {
  const byHead = new Map<string, Row[]>();
  for (const row of rows) {
    const head = row.pattern?.head ?? "";
    const known = byHead.get(head);
    if (known === undefined) byHead.set(head, [row]);
    else known.push(row);
  }
  // Sorted by units, so that heads with a common beginning stand together, the shortest first.
  const heads = [...byHead].map(([head, of]): Headed => ({ head, rows: of }));
  heads.sort((a, b) => (a.head < b.head ? -1 : 1));
  return nodeOf(heads, 0, heads.length, 0, 0);
}

/** The node of heads[from, to), which agree in their first `depth` characters; `above` of them lie above it. */
function nodeOf(
  heads: readonly Headed[],
  from: number,
  to: number,
  above: number,
  depth: number,
): PrefixTree {
  const label = heads[from]?.head.slice(above, depth) ?? "";
  const own = heads[from]?.head.length === depth ? heads[from] : undefined;
  const children = new Map<number, PrefixTree>();
  for (let first = own === undefined ? from : from + 1; first < to; ) {
    const code = heads[first]!.head.charCodeAt(depth);
    let last = first + 1;
    while (last < to && heads[last]!.head.charCodeAt(depth) === code) last++;
    const shared = commonLength(heads[first]!.head, heads[last - 1]!.head);
    children.set(code, nodeOf(heads, first, last, depth, shared));
    first = last;
  }
  return { label, rows: own?.rows ?? [], children: children.size === 0 ? undefined : children };
}

/** Of sorted texts the first and the last have in common what all of them have. */
function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}
