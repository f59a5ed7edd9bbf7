import { isLoopback, webAddress } from '../http/loopback.ts'
import type { RegisteredAddresses } from '../types.ts'

export type RegisteredKind = keyof RegisteredAddresses

/** What is on record, and what counts as this machine where a list is null. */
export interface OnRecord extends RegisteredAddresses {
  /** Address of this machine on the network; null: it has but its loopback names. */
  lan: string | null
}

/** True for an address of this machine, with any port. */
export function isThisMachine({ lan }: Pick<OnRecord, 'lan'>, address: unknown): boolean {
  const url = webAddress(address)
  return url !== null && (isLoopback(url.hostname) || url.hostname === lan)
}

/** How many the console takes of each kind. */
export const LIMITS: Record<RegisteredKind, number> = {
  jsDomains: 5,
  signInDomains: 2,
  payDirectories: 5,
  h5Domains: 5,
}

const DOMAIN = /^[a-z0-9.-]+(:\d{1,5})?$/i

/** Checks a new list as the console does. Throws a sentence for the person who gave it. */
export function checkRegistered(kind: RegisteredKind, list: readonly string[]): void {
  if (list.length > LIMITS[kind])
    throw new Error(`${kind}: the console takes at most ${LIMITS[kind]}, not ${list.length}`)
  for (const one of list) {
    if (kind !== 'payDirectories') {
      if (!DOMAIN.test(one))
        throw new Error(`${kind}: ${one} must be a host, with a port or without`)
      continue
    }
    const address = webAddress(one)
    if (!address || address.search !== '' || address.hash !== '' || !one.endsWith('/'))
      throw new Error(`payDirectories: ${one} must be an address that ends with / and has no query`)
  }
}

const withoutQuery = (address: string): string => address.split(/[?#]/)[0] ?? ''

/** A host without a port stands for each of its ports; a sub-domain needs an entry of its own. */
const hasDomain = (list: readonly string[], { host, hostname }: URL): boolean =>
  list.some((one) => [host, hostname].includes(one.toLowerCase()))

/** True when the console has the address on record for this purpose. */
export function isOnRecord(registered: OnRecord, kind: RegisteredKind, address: unknown): boolean {
  const list = registered[kind]
  if (list === null) return isThisMachine(registered, address)
  const url = webAddress(address)
  if (!url) return false
  if (kind !== 'payDirectories') return hasDomain(list, url)
  // Whether WeChat compares more than the beginning of the path is not documented.
  const page = withoutQuery(url.href)
  return list.some((directory) => page.startsWith(directory))
}

/** The list in words, for an explanation. */
export const recordInWords = (
  registered: RegisteredAddresses,
  kind: RegisteredKind,
): { en: string; zh: string } => {
  const list = registered[kind]
  if (list === null)
    return {
      en: 'the simulator allows this machine: localhost, 127.0.0.1 and, with --lan, its network address; any port',
      zh: '模拟器允许本机：localhost、127.0.0.1，用 --lan 启动时还有局域网地址（端口不限）',
    }
  const shown = list.length === 0 ? 'nothing' : list.join(', ')
  return { en: `on record: ${shown}`, zh: `已登记：${list.length === 0 ? '无' : list.join('、')}` }
}
