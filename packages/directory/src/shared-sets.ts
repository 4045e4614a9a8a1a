import type { PolicySet, PolicyType, SourceDocument } from "@portcullis/policy";

/** Makes the set of some documents, or gives the one that was made of equal ones and is still in use. */
export type SharedSets = (type: PolicyType, documents: readonly SourceDocument[]) => PolicySet;

/**
 * Content is compared whole: each step on the way to a set is one text of its documents, and the first is its type,
 * so that no two contents meet.
 */
interface Step {
  readonly next: Map<string, Step>;
  set: WeakRef<PolicySet> | undefined;
}

const emptyStep = (): Step => ({ next: new Map(), set: undefined });

/** Sets of equal type and content are one, for as long as somebody holds it. */
export function sharedSets(compile: SharedSets): SharedSets {
  const first = emptyStep();
  const released = new FinalizationRegistry<readonly string[]>((way) => prune(first, way, 0));
  return (type, documents) => {
    const way = [type, ...documents.flatMap(stepsOf)];
    let step = first;
    for (const text of way) {
      let next = step.next.get(text);
      if (next === undefined) {
        next = emptyStep();
        step.next.set(text, next);
      }
      step = next;
    }
    const kept = step.set?.deref();
    if (kept !== undefined) return kept;
    const set = compile(type, documents);
    step.set = new WeakRef(set);
    released.register(set, way);
    return set;
  };
}

/** As many steps for every document, so that none can be read as a part of another. */
function stepsOf({ text, source, principalIds = {} }: SourceDocument): readonly string[] {
  const ids = Object.entries(principalIds).sort(([a], [b]) => (a < b ? -1 : 1));
  return [text, source.name, source.arn ?? "", JSON.stringify(ids)];
}

/** Drops what leads to no set any more. */
function prune(step: Step, way: readonly string[], at: number): void {
  const text = way[at];
  if (text === undefined) {
    // Another may have been made of the same content meanwhile.
    if (step.set?.deref() === undefined) step.set = undefined;
    return;
  }
  const next = step.next.get(text);
  if (next === undefined) return;
  prune(next, way, at + 1);
  if (next.next.size === 0 && next.set === undefined) step.next.delete(text);
}
