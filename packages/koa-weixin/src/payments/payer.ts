import { isIP } from 'node:net'
import type { TradeType } from 'weixin-contract'
import { invalid } from '../errors/option-invalid.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Requester } from '../orders.ts'
import { readOpenid } from '../read-openid.ts'
import { tradeTypes, type Payer, type PayerFacts } from '../trade-types.ts'

/** Throws `option-invalid` for what is no requester, as an app without types may give one. */
export function requireRequester(requester: unknown): void {
  const { by } = Object(requester) as { by?: unknown }
  if (by !== 'page' && by !== 'weixin')
    throw invalid("requester: { by: 'page', ctx, openid } or { by: 'weixin' } is required")
}

/** The openid of a requester; null where nobody is signed in. Throws `payer-invalid`. */
export function openidOf(requester: Requester): string | null {
  return requester.by === 'page' ? readOpenid('requester.openid', requester.openid) : null
}

type Facts = { [N in keyof PayerFacts]: () => PayerFacts[N] }

/** Who pays, with what the trade type needs to know. Throws `sign-in-required`, `payer-ip-unknown`. */
export function payerOf(
  tradeType: TradeType,
  { openid, ip }: { openid: string | null; ip: string | undefined },
): Payer {
  const facts: Facts = {
    openid() {
      if (openid === null) throw new WeixinError('sign-in-required')
      return { openid }
    },
    ip: () => ({ ip: plainAddress(ip ?? '') }),
    nothing: () => ({}),
  }
  return { tradeType, ...facts[tradeTypes[tradeType].needs]() } as Payer
}

/** A socket that takes IPv4 and IPv6 shows the first as `::ffff:203.0.113.7`. */
function plainAddress(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIP(plain) === 0) throw new WeixinError('payer-ip-unknown')
  return plain
}
