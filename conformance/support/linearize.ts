/**
 * Whether some order explains what clients saw that worked side by side: each operation takes effect at one moment
 * between its call and its answer, and answers what a model says at that moment.
 */

/** An operation that was answered. `began` and `ended` are on one clock. */
export interface Seen<O> {
  readonly client: number;
  readonly began: number;
  readonly ended: number;
  readonly operation: O;
  /** What was answered, as text that can be compared. */
  readonly answer: string;
}

export interface Explained<M> {
  /** Where an order ends that explains everything. */
  readonly model: M;
}

export interface Unexplained<O> {
  /** What no order that was found comes past, as few as can be. */
  readonly stuck: readonly Seen<O>[];
}

/**
 * Looks for such an order. A client waits for each answer before it calls again, so that as many operations overlap as
 * there are clients, and what was found not to lead on is not tried twice.
 *
 * @param step what an operation answers at a model, and the model after it; the one that is given stays as it was
 * @param key of a model: the same for those that are alike
 */
export function linearize<M, O>(
  history: readonly Seen<O>[],
  first: M,
  step: (model: M, operation: O) => { readonly answer: string; readonly after: M },
  key: (model: M) => string,
): Explained<M> | Unexplained<O> {
  const clients = [...new Set(history.map(({ client }) => client))];
  const queues = clients.map((client) => history.filter((seen) => seen.client === client));
  const tried = new Set<string>();
  let farthest = -1;
  let stuck: readonly Seen<O>[] = [];

  interface Place {
    readonly model: M;
    readonly at: readonly number[];
  }
  const open: Place[] = [{ model: first, at: queues.map(() => 0) }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { model, at } = place;
    const next = queues.flatMap((queue, client) => {
      const seen = queue[at[client] ?? 0];
      return seen === undefined ? [] : [{ seen, client }];
    });
    if (next.length === 0) return { model };
    const done = at.reduce((sum, each) => sum + each, 0);
    if (done > farthest) {
      farthest = done;
      stuck = next.map(({ seen }) => seen);
    }
    // Whoever was answered before another one called took effect before it.
    const soonest = Math.min(...next.map(({ seen }) => seen.ended));
    for (const { seen, client } of next) {
      if (seen.began > soonest) continue;
      const { answer, after } = step(model, seen.operation);
      if (answer !== seen.answer) continue;
      const moved = at.map((each, index) => (index === client ? each + 1 : each));
      const reached = `${moved.join()} ${key(after)}`;
      if (tried.has(reached)) continue;
      tried.add(reached);
      open.push({ model: after, at: moved });
    }
  }
  return { stuck };
}
