import { weixinCode } from '../../errors/weixin-codes.ts'
import type { CloseResult } from '../gateway.ts'
import { call, type V2Options } from './client.ts'

/**
 * WeChat closes no order in its first five minutes and has no code of its own for that, so a signed refusal with a code
 * that is not known to mean something else is taken for it. Source: WeChat Pay v2, 关闭订单 (4011935216).
 */
export async function close(options: V2Options, outTradeNo: string): Promise<CloseResult> {
  const request = { path: '/pay/closeorder', fields: { out_trade_no: outTradeNo } }
  const response = await call(options, request)
  if (response.result === 'done') return 'closed'
  if (!response.isSigned) return 'refused'
  const known = weixinCode('v2', response.response.code, 'close')
  if (known?.tradeState === 'closed') return 'closed'
  return known === undefined || known.becomes === 'close-too-early' ? 'too-early' : 'refused'
}
