import type { TradeType } from 'weixin-contract'
import { WeixinError } from '../../errors/weixin-error.ts'
import { orderDescription } from '../../protocol/order-description.ts'
import { compactTime } from '../../protocol/v2/compact-time.ts'
import type { PrepayRequest, Prepaid, PrepayResponse } from '../gateway.ts'
import { call, type V2Response, type V2Options } from './client.ts'
import { extraFields, h5Scene } from './extras.ts'
import type { TextFields } from './fields.ts'
import { payerId, type Parties } from './parties.ts'

const TRADE_TYPES: Record<TradeType, string> = {
  jsapi: 'JSAPI',
  h5: 'MWEB',
  native: 'NATIVE',
  app: 'APP',
}

/** Only h5 looks at the address, and the same attempt must always be asked for in the same words. */
const NO_ADDRESS = '127.0.0.1'

/** Orders of every way. Source: WeChat Pay v2, 统一下单 (4011940985). */
export async function prepay(options: V2Options, attempt: PrepayRequest): Promise<PrepayResponse> {
  const asked = prepayFields(options, attempt)
  return readPrepayResponse(
    await call(options, '/pay/unifiedorder', asked),
    attempt.payer.tradeType,
  )
}

type Ours = Parties & Pick<V2Options, 'notifyUrl' | 'origin'>

/** The same attempt always gives the same fields: WeChat takes a repeat only when nothing differs. */
function prepayFields(ours: Ours, attempt: PrepayRequest): Record<string, string> {
  const { outTradeNo, orderId, description, total, payer, payBefore, extras = {} } = attempt
  return {
    ...extraFields(extras, payer.tradeType),
    // XML has no control characters, and reads CR LF as LF.
    body: orderDescription(description).replaceAll(/\p{Cc}/gu, ' '),
    attach: orderId,
    out_trade_no: outTradeNo,
    fee_type: 'CNY',
    total_fee: String(total),
    spbill_create_ip: NO_ADDRESS,
    ...(payBefore ? { time_expire: compactTime(payBefore) } : {}),
    notify_url: ours.notifyUrl,
    trade_type: TRADE_TYPES[payer.tradeType],
    ...fieldsOfTradeType(ours, attempt),
  }
}

/** What one way wants beside what all of them want. */
function fieldsOfTradeType(
  ours: Ours,
  { payer, outTradeNo, extras }: PrepayRequest,
): Record<string, string> {
  switch (payer.tradeType) {
    case 'jsapi':
      return payerId(ours, payer.openid)
    case 'h5': {
      const ip = extras?.scene_info?.payer_client_ip ?? payer.ip
      return { spbill_create_ip: ip, scene_info: h5Scene(ours.origin) }
    }
    case 'native':
      // WeChat wants the number of some product: ours are the orders.
      return { product_id: outTradeNo }
    default:
      return {}
  }
}

function readPrepayResponse(reply: V2Response, tradeType: TradeType): PrepayResponse {
  if (reply.result === 'refused')
    return {
      result: 'refused',
      error: new WeixinError('weixin-refused', { response: reply.response }),
    }
  return { result: 'taken', prepaid: readPrepaid(reply.fields, tradeType) }
}

function readPrepaid(fields: TextFields, tradeType: TradeType): Prepaid {
  switch (tradeType) {
    case 'h5':
      return { tradeType, url: fields.text('mweb_url') }
    case 'native':
      return { tradeType, codeUrl: fields.text('code_url') }
    default:
      return { tradeType, prepayId: fields.text('prepay_id') }
  }
}
