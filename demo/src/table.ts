import { shallowReadonly, shallowRef, type ShallowRef } from 'vue'

const KEY = 'table'
const stored = shallowRef(readTable(sessionStorage.getItem(KEY)))

/** The table at which the customer sits; null until its QR code was scanned. */
export const table: Readonly<ShallowRef<number | null>> = shallowReadonly(stored)

/**
 * Takes over the table of a scanned QR code: an address of this shop with `?table=`, or the number alone. Returns
 * false for any other code.
 */
export function scanTable(code: string): boolean {
  const url = URL.canParse(code) ? new URL(code) : null
  if (url && url.origin !== location.origin) return false
  const scanned = readTable(url ? url.searchParams.get('table') : code.trim())
  if (scanned === null) return false
  stored.value = scanned
  sessionStorage.setItem(KEY, String(scanned))
  return true
}

function readTable(text: string | null): number | null {
  return text !== null && /^[1-9]\d?$/.test(text) ? Number(text) : null
}

// The code was scanned with WeChat itself, which opened this page.
scanTable(location.href)
