import { shallowReadonly, shallowRef, type ShallowRef } from 'vue'
import { tabStorage } from './tab-storage.ts'

const KEY = 'table'
const stored = shallowRef(readTable(tabStorage.get(KEY)))

/** The table at which the customer sits; null until its QR code was scanned. */
export const table: Readonly<ShallowRef<number | null>> = shallowReadonly(stored)

/**
 * Takes over the table of a scanned QR code: an address of this shop with `?table=`, or the number alone. Returns
 * false for any other code.
 */
export function scanTable(code: string): boolean {
  const url = addressOf(code)
  if (url && url.origin !== location.origin) return false
  const scanned = readTable(url ? url.searchParams.get('table') : code.trim())
  if (scanned === null) return false
  stored.value = scanned
  tabStorage.set(KEY, String(scanned))
  return true
}

function addressOf(code: string): URL | null {
  try {
    return new URL(code)
  } catch {
    return null
  }
}

function readTable(text: string | null): number | null {
  return text !== null && /^[1-9]\d?$/.test(text) ? Number(text) : null
}

// The code was scanned with WeChat itself, which opened this page.
scanTable(location.href)
