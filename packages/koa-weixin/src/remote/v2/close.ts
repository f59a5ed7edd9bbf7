import { WeixinError } from '../../errors/weixin-error.ts'
import { call, type V2Options } from './client.ts'

/** Refusals that say something else than "not yet": paid, or something about the request itself. */
const NOT_ABOUT_AGE = new Set([
  'ORDERPAID',
  'ORDERNOTEXIST',
  'SIGNERROR',
  'REQUIRE_POST_METHOD',
  'XML_FORMAT_ERROR',
  'LACK_PARAMS',
  'PARAM_ERROR',
  'NOAUTH',
])

/**
 * True once the number can never be paid any more. WeChat closes no order in its first five minutes
 * and has no code of its own for that, so any other signed refusal is taken for it.
 * Source: WeChat Pay v2, 关闭订单 (4011935216).
 */
export async function close(options: V2Options, outTradeNo: string): Promise<boolean> {
  const reply = await call(options, '/pay/closeorder', { out_trade_no: outTradeNo })
  if (reply.result === 'done') return true
  const { response, isSigned } = reply
  if (!isSigned) return false
  if (response.code === 'ORDERCLOSED') return true
  if (NOT_ABOUT_AGE.has(response.code)) return false
  throw new WeixinError('close-too-early', { response })
}
