const ZERO = 48
const NINE = 57
const POINT = 46
const MINUS = 45

/**
 * A decimal text, from `begin` up to `end` of `text`, as a whole number of its smallest unit: `decimal('28.00', 2)` is
 * 2800. It is exact, because no float is involved; digits beyond `places` must be zeros. Undefined for anything else.
 */
export function decimal(
  text: string,
  places: number,
  begin = 0,
  end: number = text.length,
): number | undefined {
  const isNegative = begin < end && text.charCodeAt(begin) === MINUS
  const first = isNegative ? begin + 1 : begin
  let size = 0
  /** -1 before the point, then how many places have been read. */
  let read = -1
  for (let i = first; i < end; i += 1) {
    const code = text.charCodeAt(i)
    if (code === POINT && read === -1 && i > first && i < end - 1) {
      read = 0
      continue
    }
    if (code < ZERO || code > NINE) return undefined
    if (read === places) {
      if (code !== ZERO) return undefined
      continue
    }
    size = size * 10 + (code - ZERO)
    if (read >= 0) read += 1
  }
  if (first >= end) return undefined
  for (let i = Math.max(read, 0); i < places; i += 1) size *= 10
  if (!Number.isSafeInteger(size)) return undefined
  return isNegative && size !== 0 ? -size : size
}
