import { encode } from 'uqr'

/** A QR code as one path of an SVG. */
export interface QrPath {
  /** Modules in a row, with the quiet zone. */
  size: number
  /** The dark modules, one unit each. */
  path: string
}

/** Modules of white around the code that readers need (ISO/IEC 18004). */
const QUIET_ZONE = 4

/** Encodes a text as a QR code that is still read when 15 % of it are covered. */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE })
  let path = ''
  for (const [y, row] of data.entries())
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const start = x
      while (row[x + 1]) x++
      path += `M${start} ${y}h${x + 1 - start}v1H${start}z`
    }
  return { size, path }
}
