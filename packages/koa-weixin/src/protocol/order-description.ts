const MOST_BYTES = 127

/** Neither JSON nor XML carries half of a surrogate pair, and XML has no U+FFFE and U+FFFF. */
const NO_CHARACTER = /[\p{Cs}\ufffe\uffff]/u

/**
 * A description as WeChat Pay takes it: characters of one to three bytes only (no emoji), control characters as spaces,
 * at most 127 bytes, cut between characters. The same text always gives the same result, because an order that is
 * repeated must be repeated to the letter.
 */
export function orderDescription(description: string): string {
  let bytes = 0
  let text = ''
  for (const given of description) {
    const character = given.replace(/\p{Cc}/u, ' ')
    const size = Buffer.byteLength(character)
    if (size > 3 || NO_CHARACTER.test(character)) continue
    if (bytes + size > MOST_BYTES) break
    bytes += size
    text += character
  }
  return text
}
