import type { AddressRule } from 'weixin-contract'
import { withoutHash } from './jssdk-signature.ts'

export interface AddressDifference {
  /** Index of the first character in which they differ. */
  at: number
  rule: AddressRule
}

/**
 * How the address that was signed differs from the one WeChat checks, both without the part after
 * `#`; null when it does not. The rules are those that people break: a hash encoded into the
 * address, `&amp;` copied out of HTML, encoded once too often or not at all, http for https, a port,
 * the landing address on iOS.
 */
export function addressDifference(signed: string, page: string): AddressDifference | null {
  const [ours, theirs] = [withoutHash(signed), withoutHash(page)]
  if (ours === theirs) return null
  return { at: firstDifference(ours, theirs), rule: ruleOf(ours, theirs) }
}

function ruleOf(signed: string, checked: string): AddressRule {
  if (signed.split('%23', 1)[0] === checked) return 'hash'
  if (signed.replaceAll('&amp;', '&') === checked) return 'amp'
  if (decoded(signed) === decoded(checked)) return 'encoding'
  if (signed.replace(/^https?:/, '') === checked.replace(/^https?:/, '')) return 'scheme'
  if (withoutPort(signed) === withoutPort(checked)) return 'port'
  // Same site, another page: a single-page app moved on, and iOS checks where it landed.
  if (siteOf(signed) === siteOf(checked)) return 'landing'
  return 'other'
}

function firstDifference(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}

function decoded(text: string): string {
  let plain = text
  // Encoded twice is as common as not at all.
  for (let i = 0; i < 2; i += 1) {
    try {
      plain = decodeURIComponent(plain)
    } catch {
      return plain
    }
  }
  return plain
}

function withoutPort(address: string): string {
  return address.replace(/^(https?:\/\/[^/?#:]+):\d+/, '$1')
}

function siteOf(address: string): string {
  return /^https?:\/\/[^/?#]+/.exec(address)?.[0] ?? ''
}
