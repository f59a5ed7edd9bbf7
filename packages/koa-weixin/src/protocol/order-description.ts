const MOST_BYTES = 127

/**
 * A description as WeChat Pay takes it: characters of one to three bytes only (no emoji), at most
 * 127 bytes, cut between characters. The same text always gives the same result, because an
 * order that is repeated must be repeated to the letter.
 */
export function orderDescription(description: string): string {
  let bytes = 0
  let text = ''
  for (const character of description) {
    const size = Buffer.byteLength(character)
    if (size > 3) continue
    if (bytes + size > MOST_BYTES) break
    bytes += size
    text += character
  }
  return text
}
