import { compactChinaTime } from '../../protocol/china-time.ts'
import { orderDescription } from '../../protocol/order-description.ts'
import { tradeTypes } from '../../trade-types.ts'
import type { PrepayRequest, PrepayResponse } from '../gateway.ts'
import { call, refusalOf, type V2Options } from './client.ts'
import { extraFields } from './extras.ts'
import { payerFields, type OrderOptions } from './trade-types.ts'

/** Only h5 looks at the address, and the same attempt must always be sent with the same fields. */
const NO_ADDRESS = '127.0.0.1'

/** Orders of every trade type. Source: WeChat Pay v2, 统一下单 (4011940985). */
export async function prepay(options: V2Options, request: PrepayRequest): Promise<PrepayResponse> {
  const { tradeType } = request.payer
  const response = await call(options, {
    path: '/pay/unifiedorder',
    fields: prepayFields(options, request),
  })
  if (response.result === 'refused')
    return { result: 'refused', error: refusalOf(response, 'order') }
  const value = response.fields.text(tradeTypes[tradeType].v2.field)
  return { result: 'accepted', prepaid: { tradeType, value } }
}

/** The same request always gives the same fields: WeChat accepts a repeat only when nothing differs. */
function prepayFields(
  options: OrderOptions & Pick<V2Options, 'notifyUrl'>,
  request: PrepayRequest,
): Record<string, string> {
  const { outTradeNo, orderId, description, total, payer, payBefore, extras = {} } = request
  return {
    ...extraFields(extras, payer.tradeType),
    body: orderDescription(description),
    attach: orderId,
    out_trade_no: outTradeNo,
    fee_type: 'CNY',
    total_fee: String(total),
    spbill_create_ip: NO_ADDRESS,
    ...(payBefore ? { time_expire: compactChinaTime(payBefore) } : {}),
    notify_url: options.notifyUrl,
    trade_type: tradeTypes[payer.tradeType].v2.tradeType,
    ...payerFields(options, request),
  }
}
