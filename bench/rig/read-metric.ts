/** The value of a metric without labels, as the operator's port shows it. */
export async function readMetric(operatorPort: number, name: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${operatorPort}/metrics`);
  const line = (await answer.text()).split("\n").find((each) => each.startsWith(`${name} `));
  if (line === undefined) throw new Error(`there is no metric ${name}`);
  return Number(line.slice(name.length + 1));
}
