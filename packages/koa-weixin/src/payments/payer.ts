import { isIP } from 'node:net'
import type { TradeType } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Payer } from '../remote/gateway.ts'

/** Who pays, as this way wants to know it. Throws `sign-in-required`, `payer-ip-unknown`. */
export function payerOf(tradeType: TradeType, openid: string | null, ip: string): Payer {
  switch (tradeType) {
    case 'jsapi':
      if (openid === null) throw new WeixinError('sign-in-required')
      return { tradeType, openid }
    case 'h5':
      return { tradeType, ip: plainAddress(ip) }
    default:
      return { tradeType }
  }
}

/** A socket that takes IPv4 and IPv6 shows the first as `::ffff:203.0.113.7`. */
function plainAddress(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIP(plain) === 0) throw new WeixinError('payer-ip-unknown')
  return plain
}
