/**
 * A decimal text as a whole number of its smallest unit: `decimal('28.00', 2)` is 2800. Exact, never
 * through a float. Digits beyond `places` must be zeros. Undefined: not such a number.
 */
export function decimal(text: string, places: number): number | undefined {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === '' || /[^0]/.test(fraction.slice(places))) return undefined
  const size = Number(whole + fraction.slice(0, places).padEnd(places, '0'))
  if (!Number.isSafeInteger(size)) return undefined
  return sign === '-' && size !== 0 ? -size : size
}
