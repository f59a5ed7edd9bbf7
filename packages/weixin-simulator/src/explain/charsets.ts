/** A text that was signed in another character set than UTF-8: what it says, and its bytes. */
export interface Encoded {
  text: string
  bytes: Buffer
}

const ASCII = /[^\0-\x7F]/

let gbk: Map<string, readonly [number, number]> | undefined

/** Two bytes for each character that GBK has; made when the first refused signature over Chinese needs it. */
function gbkTable(): Map<string, readonly [number, number]> {
  if (gbk) return gbk
  gbk = new Map()
  const decoder = new TextDecoder('gbk')
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      const character = decoder.decode(Uint8Array.of(first, second))
      if (character.length === 1 && character !== '\uFFFD' && !gbk.has(character))
        gbk.set(character, [first, second])
    }
  }
  return gbk
}

/** The text in GBK, the usual character set of a Chinese Windows; undefined when all of it is ASCII or GBK lacks a character. */
export function inGbk(text: string): Encoded | undefined {
  if (!ASCII.test(text)) return undefined
  const table = gbkTable()
  const bytes: number[] = []
  for (const character of text) {
    const pair = table.get(character)
    if (character.charCodeAt(0) < 0x80) bytes.push(character.charCodeAt(0))
    else if (pair) bytes.push(...pair)
    else return undefined
  }
  return { text, bytes: Buffer.from(bytes) }
}

/**
 * What a text becomes on the way through a character set that does not have its characters: each of them a question mark,
 * or its UTF-8 bytes read as Latin-1. Empty when all of it is ASCII.
 */
export const throughLatin1 = (text: string): string[] =>
  ASCII.test(text)
    ? [text.replaceAll(/[^\0-\x7F]/gu, '?'), Buffer.from(text).toString('latin1')]
    : []

/** The same text in the character sets that are taken for UTF-8 by mistake. */
export const otherCharsets = (text: string): (string | Encoded)[] => {
  const encoded = inGbk(text)
  return [...(encoded ? [encoded] : []), ...throughLatin1(text)]
}

/** Index of the first character that is no ASCII: the first that differs in another character set. */
export const firstForeign = (text: string): number => Math.max(text.search(ASCII), 0)
