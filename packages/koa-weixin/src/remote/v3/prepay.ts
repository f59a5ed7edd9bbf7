import { WeixinError } from '../../errors/weixin-error.ts'
import { billText } from '../../protocol/bill-text.ts'
import { chinaTime } from '../../protocol/china-time.ts'
import type { Attempt, PrepayAnswer } from '../gateway.ts'
import { call, readJson, type Reply, type V3Options } from './client.ts'

/** JSAPI order. Source: WeChat Pay, JSAPI下单 (4012791856). */
export async function prepay(options: V3Options, attempt: Attempt): Promise<PrepayAnswer> {
  return readPrepayReply(
    await call(options, 'POST', '/v3/pay/transactions/jsapi', prepayBody(options, attempt)),
  )
}

/** The same attempt always gives the same body: WeChat takes a repeat only when nothing differs. */
export function prepayBody(
  { appId, mchId, notifyUrl }: Pick<V3Options, 'appId' | 'mchId' | 'notifyUrl'>,
  { outTradeNo, orderId, description, total, payer, payBefore }: Attempt,
): object {
  return {
    appid: appId,
    mchid: mchId,
    description: billText(description),
    out_trade_no: outTradeNo,
    ...(payBefore ? { time_expire: chinaTime(payBefore) } : {}),
    attach: orderId,
    notify_url: notifyUrl,
    amount: { total, currency: 'CNY' },
    ...(payer.via === 'jsapi' ? { payer: { openid: payer.openid } } : {}),
  }
}

export function readPrepayReply(reply: Reply): PrepayAnswer {
  if (reply.result === 'refused')
    return { result: 'refused', why: new WeixinError('weixin-refused', { said: reply.said }) }
  return {
    result: 'taken',
    opened: { via: 'jsapi', prepayId: readJson(reply.text).text('prepay_id') },
  }
}
