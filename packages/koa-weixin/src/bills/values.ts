/**
 * Finds the values of a bill's line, each of which begins with a backquote: where each begins, behind its backquote, is
 * written to `starts`. False where the line does not have as many values as `starts` has places for.
 */
export function findValues(line: string, starts: Int32Array): boolean {
  // WeChat escapes a comma within a merchant's text; should it stand before a backquote, it ends nothing.
  return (
    line.startsWith('`') &&
    (find(line, starts, false) === starts.length || find(line, starts, true) === starts.length)
  )
}

/** Whether values are missing at the end of a line, for instance because a merchant's text holds a line break. */
export function isCut(line: string, count: number): boolean {
  return line.startsWith('`') && find(line, undefined, false) < count
}

/** How many values there are. */
function find(line: string, starts: Int32Array | undefined, skipsEscaped: boolean): number {
  let count = 0
  for (let start = 1; ;) {
    if (starts && count < starts.length) starts[count] = start
    count += 1
    let comma = line.indexOf(',`', start)
    while (skipsEscaped && comma > 0 && line[comma - 1] === '\\')
      comma = line.indexOf(',`', comma + 2)
    if (comma === -1) return count
    start = comma + 2
  }
}
