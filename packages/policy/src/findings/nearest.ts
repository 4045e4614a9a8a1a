/** A name that differs in more letters is another name. */
const MOST_EDITS = 2;

/** The candidate that a misspelt name most likely stands for, or undefined. Both in lower case. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(MOST_EDITS + 1, name.length - 1);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const edits = editsBetween(name, candidate, least);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

/** Insertions, deletions and replacements from one text to the other; `most` where there are that many or more. */
function editsBetween(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const edits = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1);
      next.push(edits);
      if (edits < least) least = edits;
    }
    if (least >= most) return most;
    row = next;
  }
  return Math.min(row[b.length]!, most);
}
