/**
 * The few ASN.1 DER values that certificates and PKCS#12 files are built from. Node reads certificates but does not
 * make them (ITU-T X.690).
 */

const encoded = (tag: number, content: Buffer): Buffer => {
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.concat([Buffer.from([tag, 0x80 + bytes.length, ...bytes]), content])
}

/** SEQUENCE. */
export const sequence = (...values: Buffer[]): Buffer => encoded(0x30, Buffer.concat(values))

/** SET. */
export const set = (...values: Buffer[]): Buffer => encoded(0x31, Buffer.concat(values))

/** INTEGER from the big-endian bytes of a positive number. */
export function integer(bytes: Buffer): Buffer {
  const [first = 0] = bytes
  return encoded(0x02, first >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** INTEGER from a number that fits into 16 bits. */
export const smallInteger = (value: number): Buffer =>
  integer(value < 256 ? Buffer.from([value]) : Buffer.from([value >> 8, value & 0xff]))

/** OBJECT IDENTIFIER from its dotted form. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const digits = [part % 128]
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left % 128) + 128)
    bytes.push(...digits)
  }
  return encoded(0x06, Buffer.from(bytes))
}

/** NULL. */
export const nullValue = (): Buffer => encoded(0x05, Buffer.alloc(0))

/** BOOLEAN TRUE. */
export const trueValue = (): Buffer => encoded(0x01, Buffer.from([0xff]))

/** UTF8String. */
export const utf8 = (text: string): Buffer => encoded(0x0c, Buffer.from(text, 'utf8'))

/** OCTET STRING. */
export const octets = (bytes: Buffer): Buffer => encoded(0x04, bytes)

/** BIT STRING; `unused` is the number of unused bits of the last byte. */
export const bits = (bytes: Buffer, unused = 0): Buffer =>
  encoded(0x03, Buffer.concat([Buffer.from([unused]), bytes]))

/** An explicit context tag, [n]. */
export const tagged = (n: number, value: Buffer): Buffer => encoded(0xa0 + n, value)

/** An implicit context tag on a primitive value, [n] IMPLICIT. */
export const implicit = (n: number, content: Buffer): Buffer => encoded(0x80 + n, content)

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5); whole seconds. */
export function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().slice(0, 19).replace(/\D/g, '')
  const isLate = digits >= '2050'
  return encoded(isLate ? 0x18 : 0x17, Buffer.from(`${isLate ? digits : digits.slice(2)}Z`))
}
