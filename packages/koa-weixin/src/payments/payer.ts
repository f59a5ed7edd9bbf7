import { isIP } from 'node:net'
import type { TradeType } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import { tradeTypes, type Payer, type PayerFacts } from '../trade-types.ts'

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
