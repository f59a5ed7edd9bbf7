import type { Way } from 'weixin-contract'
import { WeixinError } from '../../errors/weixin-error.ts'
import { billText } from '../../protocol/bill-text.ts'
import { chinaTime } from '../../protocol/china-time.ts'
import type { SceneInfo } from '../../order-extras.ts'
import type { Attempt, Opened, Payer, PrepayAnswer } from '../gateway.ts'
import { call, readJson, type Reply, type V3Options } from './client.ts'
import { partnerIds, partnerPayer, transactionsPath, type Parties } from './parties.ts'

/** Orders. Source: WeChat Pay, JSAPI下单 (4012791856), H5 (4012791834), Native (4012791877), APP (4013070347). */
export async function prepay(options: V3Options, attempt: Attempt): Promise<PrepayAnswer> {
  const { via } = attempt.payer
  const path = `${transactionsPath(options)}/${via}`
  return readPrepayReply(await call(options, 'POST', path, prepayBody(options, attempt)), via)
}

/** The same attempt always gives the same body: WeChat takes a repeat only when nothing differs. */
export function prepayBody(
  options: Parties & Pick<V3Options, 'notifyUrl'>,
  { outTradeNo, orderId, description, total, payer, payBefore, extras = {} }: Attempt,
): object {
  const { appId, mchId, serviceProvider, notifyUrl } = options
  return {
    ...extras,
    ...(serviceProvider ? partnerIds(options, serviceProvider) : { appid: appId, mchid: mchId }),
    description: billText(description),
    out_trade_no: outTradeNo,
    ...(payBefore ? { time_expire: chinaTime(payBefore) } : {}),
    attach: orderId,
    notify_url: notifyUrl,
    amount: { total, currency: 'CNY' },
    ...payerOf(payer, serviceProvider),
    ...(payer.via === 'h5' ? { scene_info: sceneOf(payer.ip, extras.scene_info) } : {}),
  }
}

function payerOf(payer: Payer, serviceProvider: Parties['serviceProvider']): object {
  if (payer.via !== 'jsapi') return {}
  if (serviceProvider) return { payer: partnerPayer(serviceProvider, payer.openid) }
  return { payer: { openid: payer.openid } }
}

/** WeChat compares the address with the one that opens its cashier. */
function sceneOf(ip: string, scene: Partial<SceneInfo> = {}): object {
  return { payer_client_ip: ip, h5_info: { type: 'Wap' }, ...scene }
}

export function readPrepayReply(reply: Reply, via: Way): PrepayAnswer {
  if (reply.result === 'refused')
    return { result: 'refused', why: new WeixinError('weixin-refused', { said: reply.said }) }
  return { result: 'taken', opened: readOpened(reply.text, via) }
}

function readOpened(text: string, via: Way): Opened {
  const fields = readJson(text)
  switch (via) {
    case 'h5':
      return { via, url: fields.text('h5_url') }
    case 'native':
      return { via, codeUrl: fields.text('code_url') }
    default:
      return { via, prepayId: fields.text('prepay_id') }
  }
}
