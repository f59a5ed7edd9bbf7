import { checkPlainHttp } from '../domain/plain-http.ts'
import { placeOrder } from '../domain/place-order.ts'
import { ORDER_LIFE } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { V2Call, V2Reply } from './call.ts'
import * as errors from './errors.ts'
import { payerOf } from './parties.ts'
import { readTime } from './time.ts'
import { tradeTypeIn } from './trade-types.ts'
import type { Fields } from './xml.ts'

/** All that a repeated order must have in common with the first; nonce and client address may differ. */
function comparable(fields: Fields): Fields {
  const { nonce_str, sign, spbill_create_ip, ...rest } = fields
  void [nonce_str, sign, spbill_create_ip]
  return rest
}

const MINUTE = 60_000

/** POST /pay/unifiedorder */
export function order(context: Context, request: V2Call): V2Reply {
  const { call, fields, signType, partner } = request
  const now = context.clock.now()
  const { out_trade_no: outTradeNo = '', time_expire: timeExpire = '' } = fields
  call.outTradeNo = outTradeNo
  checkPlainHttp(call, fields['notify_url'] ?? '')
  const { tradeType, opened } = tradeTypeIn(fields)
  const payer = tradeType === 'JSAPI' ? payerOf(context, request) : null
  const payBefore = timeExpire === '' ? now + ORDER_LIFE : readTime(timeExpire)
  const isLater = payBefore >= now + MINUTE
  call.require('time_expire at least a minute ahead', isLater, () =>
    errors.wrongParam('time_expire', {
      en: `at least one minute ahead of the simulator’s clock, which shows ${new Date(now).toISOString()}`,
      zh: `至少晚于模拟器时钟 1 分钟，模拟器时钟为 ${new Date(now).toISOString()}`,
    }),
  )
  const prepay = placeOrder(context, call, {
    outTradeNo,
    total: Number(fields['total_fee']),
    description: fields['body'] ?? '',
    attach: fields['attach'] || null,
    openid: payer?.openid ?? null,
    tradeType,
    notifyUrl: fields['notify_url'] ?? '',
    payBefore,
    partner,
    payerIp: fields['spbill_create_ip'] ?? '',
    v2: { signType },
    parameters: comparable(fields),
  })
  return { trade_type: tradeType, prepay_id: prepay.id, ...opened(context, prepay) }
}
