import type { TradeType } from 'weixin-contract'
import { WeixinError } from '../../errors/weixin-error.ts'
import { orderDescription } from '../../protocol/order-description.ts'
import { chinaTime } from '../../protocol/china-time.ts'
import type { SceneInfo } from '../../order-extras.ts'
import type { PrepayRequest, Prepaid, Payer, PrepayResponse } from '../gateway.ts'
import { call, readJson, type V3Response, type V3Options } from './client.ts'
import { partnerIds, partnerPayer, transactionsPath, type Parties } from './parties.ts'

/** Orders. Source: WeChat Pay, JSAPI下单 (4012791856), H5 (4012791834), Native (4012791877), APP (4013070347). */
export async function prepay(options: V3Options, attempt: PrepayRequest): Promise<PrepayResponse> {
  const { tradeType } = attempt.payer
  const path = `${transactionsPath(options)}/${tradeType}`
  return readPrepayResponse(
    await call(options, 'POST', path, prepayBody(options, attempt)),
    tradeType,
  )
}

/** The same attempt always gives the same body: WeChat takes a repeat only when nothing differs. */
export function prepayBody(
  options: Parties & Pick<V3Options, 'notifyUrl'>,
  { outTradeNo, orderId, description, total, payer, payBefore, extras = {} }: PrepayRequest,
): object {
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
    ...payerOf(payer, serviceProvider),
    ...(payer.tradeType === 'h5' ? { scene_info: sceneOf(payer.ip, extras.scene_info) } : {}),
  }
}

function payerOf(payer: Payer, serviceProvider: Parties['serviceProvider']): object {
  if (payer.tradeType !== 'jsapi') return {}
  if (serviceProvider) return { payer: partnerPayer(serviceProvider, payer.openid) }
  return { payer: { openid: payer.openid } }
}

/** WeChat compares the address with the one that opens its cashier. */
function sceneOf(ip: string, scene: Partial<SceneInfo> = {}): object {
  return { payer_client_ip: ip, h5_info: { type: 'Wap' }, ...scene }
}

export function readPrepayResponse(reply: V3Response, tradeType: TradeType): PrepayResponse {
  if (reply.result === 'refused')
    return {
      result: 'refused',
      error: new WeixinError('weixin-refused', { response: reply.response }),
    }
  return { result: 'taken', prepaid: readPrepaid(reply.text, tradeType) }
}

function readPrepaid(text: string, tradeType: TradeType): Prepaid {
  const fields = readJson(text)
  switch (tradeType) {
    case 'h5':
      return { tradeType, url: fields.text('h5_url') }
    case 'native':
      return { tradeType, codeUrl: fields.text('code_url') }
    default:
      return { tradeType, prepayId: fields.text('prepay_id') }
  }
}
