/** Microseconds that one call takes, over as many calls as fit the time. What it gives must be used: it is counted. */
export function microsecondsOf(call: (at: number) => unknown, milliseconds: number): number {
  const batch = 500;
  const began = performance.now();
  let calls = 0;
  let given = 0;
  let spent = 0;
  while (spent < milliseconds) {
    for (let at = 0; at < batch; at += 1) if (call(calls + at) !== undefined) given += 1;
    calls += batch;
    spent = performance.now() - began;
  }
  if (given === 0) throw new Error("the measured call gave nothing");
  return (spent * 1000) / calls;
}
