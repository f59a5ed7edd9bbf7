import { createHash, randomBytes } from 'node:crypto'

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** The source of all ids, nonces and other random values of one simulator. */
export interface Random {
  bytes(length: number): Buffer
  /** A whole number from 0 up to, but not including, `limit` (at most 2^32). */
  below(limit: number): number
  /** Lower-case hex characters. */
  hex(length: number): string
  digits(length: number): string
  /** Letters and digits. */
  word(length: number): string
  /** A UUID of version 4. */
  uuid(): string
}

/** SHA-256 of the seed and a counter: not for secrets, but the same each time. */
function seededBytes(seed: string | number): (length: number) => Buffer {
  let counter = 0
  let rest = Buffer.alloc(0)
  return (length) => {
    while (rest.length < length) {
      const block = createHash('sha256').update(`${seed} ${counter++}`).digest()
      rest = Buffer.concat([rest, block])
    }
    const taken = rest.subarray(0, length)
    rest = rest.subarray(length)
    return taken
  }
}

/** With a seed the same calls give the same values; without one they are cryptographically random. */
export function createRandom(seed?: string | number): Random {
  const bytes = seed === undefined ? randomBytes : seededBytes(seed)
  // The bias of the remainder is below 2^-20 for the limits that occur here.
  const below = (limit: number): number => Number(bytes(6).readUIntBE(0, 6) % limit)
  const from = (alphabet: string, length: number): string => {
    let text = ''
    for (const byte of bytes(length * 2)) {
      const largest = 256 - (256 % alphabet.length)
      if (byte < largest) text += alphabet[byte % alphabet.length]
      if (text.length === length) return text
    }
    return text + from(alphabet, length - text.length)
  }
  return {
    bytes,
    below,
    hex: (length) =>
      bytes(Math.ceil(length / 2))
        .toString('hex')
        .slice(0, length),
    digits: (length) => from('0123456789', length),
    word: (length) => from(LETTERS_AND_DIGITS, length),
    uuid() {
      const raw = bytes(16)
      raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40
      raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80
      return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}

/** The random source of this process, for what belongs to no simulator. */
export const processRandom: Random = createRandom()
