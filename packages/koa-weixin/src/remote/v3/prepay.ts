import { WeixinError } from '../../errors/weixin-error.ts'
import { weixinRefusal } from '../../errors/weixin-codes.ts'
import { chinaTime } from '../../protocol/china-time.ts'
import { orderDescription } from '../../protocol/order-description.ts'
import { tradeTypes } from '../../trade-types.ts'
import type { PrepayRequest, PrepayResponse } from '../gateway.ts'
import { call, readJson, type V3Options } from './client.ts'
import { partnerIds, transactionsPath, type Parties } from './parties.ts'
import { payerFields } from './trade-types.ts'

/** Orders. Source: WeChat Pay, JSAPI下单 (4012791856), H5 (4012791834), Native (4012791877), APP (4013070347). */
export async function prepay(options: V3Options, request: PrepayRequest): Promise<PrepayResponse> {
  const { tradeType } = request.payer
  const { path, field } = tradeTypes[tradeType].v3
  const response = await call(options, {
    method: 'POST',
    path: `${transactionsPath(options)}/${path}`,
    body: prepayBody(options, request),
  })
  switch (response.result) {
    case 'refused':
      return {
        result: 'refused',
        error: weixinRefusal('v3', response.response, { call: 'order' }),
      }
    case 'not-finished':
      throw new WeixinError('not-finished', { response: response.response })
    case 'done':
      return {
        result: 'accepted',
        prepaid: { tradeType, value: readJson(response.text).id(field) },
      }
  }
}

/** The same request always gives the same body: WeChat accepts a repeat only when nothing differs. */
export function prepayBody(
  options: Parties & Pick<V3Options, 'notifyUrl'>,
  request: PrepayRequest,
): object {
  const { outTradeNo, orderId, description, total, payBefore, extras = {} } = request
  const { appId, mchId, serviceProvider, notifyUrl } = options
  return {
    ...extras,
    ...(serviceProvider ? partnerIds(options, serviceProvider) : { appid: appId, mchid: mchId }),
    description: orderDescription(description),
    out_trade_no: outTradeNo,
    ...(payBefore ? { time_expire: chinaTime(payBefore) } : {}),
    attach: orderId,
    notify_url: notifyUrl,
    amount: { total, currency: 'CNY' },
    ...payerFields(options, request),
  }
}
