/**
 * The known name that a misspelt one is nearest to: the fewest letters changed, added, left out or swapped,
 * at most a third of them. Undefined when none is near.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = name.toLowerCase().replaceAll(/[_-]/g, '')
  let best: string | undefined
  let least = Math.floor(plain.length / 3) + 1
  for (const one of known) {
    const distance = distanceOf(plain, one.toLowerCase())
    if (distance < least) [best, least] = [one, distance]
  }
  return best
}

/** Optimal string alignment: a swap of neighbours counts once. */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(changed, rows[i - 1]![j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
