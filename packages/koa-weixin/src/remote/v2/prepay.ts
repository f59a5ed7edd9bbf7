import { WeixinError } from '../../errors/weixin-error.ts'
import { billText } from '../../protocol/bill-text.ts'
import { compactTime } from '../../protocol/v2/compact-time.ts'
import type { Attempt, PrepayAnswer } from '../gateway.ts'
import { call, type Reply, type V2Options } from './client.ts'

/** JSAPI looks at no address, and the same attempt must always be asked for in the same words. */
const CLIENT_IP = '127.0.0.1'

/** JSAPI order. Source: WeChat Pay v2, 统一下单 (4011940985). */
export async function prepay(options: V2Options, attempt: Attempt): Promise<PrepayAnswer> {
  const { payer } = attempt
  if (payer.via !== 'jsapi') throw new WeixinError('way-not-offered', { detail: payer.via })
  const asked = prepayFields(options, attempt, payer.openid)
  return readPrepayReply(await call(options, '/pay/unifiedorder', asked))
}

/** The same attempt always gives the same fields: WeChat takes a repeat only when nothing differs. */
function prepayFields(
  { notifyUrl }: V2Options,
  { outTradeNo, orderId, description, total, payBefore }: Attempt,
  openid: string,
): Record<string, string> {
  return {
    // XML has no control characters, and reads CR LF as LF.
    body: billText(description).replaceAll(/\p{Cc}/gu, ' '),
    attach: orderId,
    out_trade_no: outTradeNo,
    fee_type: 'CNY',
    total_fee: String(total),
    spbill_create_ip: CLIENT_IP,
    ...(payBefore ? { time_expire: compactTime(payBefore) } : {}),
    notify_url: notifyUrl,
    trade_type: 'JSAPI',
    openid,
  }
}

function readPrepayReply(reply: Reply): PrepayAnswer {
  if (reply.result === 'refused')
    return { result: 'refused', why: new WeixinError('weixin-refused', { said: reply.said }) }
  return {
    result: 'taken',
    opened: { via: 'jsapi', prepayId: reply.fields.text('prepay_id') },
  }
}
