import type { TradeType } from 'weixin-contract'
import { WeixinError } from '../../errors/weixin-error.ts'
import type { OrderExtras, SceneInfo } from '../../order-extras.ts'

type Detail = NonNullable<OrderExtras['detail']>

const KNOWN = new Set([
  'goods_tag',
  'support_fapiao',
  'detail',
  'scene_info',
  'settle_info',
  'limit_pay',
])
const DETAIL_BYTES = 6000
const SCENE_BYTES = 256

/**
 * An order's extras, which are spelt as in v3, by their names in v2. Throws `order-invalid`, naming
 * the field, for what v2 has no place for. Source: WeChat Pay v2, 统一下单 (4011940985).
 */
export function extraFields(extras: OrderExtras, tradeType: TradeType): Record<string, string> {
  const unknown = Object.keys(extras).find((name) => !KNOWN.has(name))
  if (unknown !== undefined) throw noPlace(unknown)
  const { goods_tag, support_fapiao, detail, scene_info, settle_info, limit_pay } = extras
  return {
    ...(goods_tag === undefined ? {} : { goods_tag }),
    ...(support_fapiao === true ? { receipt: 'Y' } : {}),
    ...(detail === undefined ? {} : { detail: detailText(detail) }),
    ...(scene_info === undefined ? {} : sceneField(scene_info, tradeType)),
    ...(settle_info === undefined ? {} : settleField(settle_info)),
    ...(limit_pay === undefined ? {} : { limit_pay: limitText(limit_pay) }),
  }
}

function detailText({ cost_price, invoice_id, goods_detail, ...others }: Detail): string {
  refuseOthers('detail', others)
  const goods = goods_detail?.map((one) => {
    const { merchant_goods_id, wechatpay_goods_id, goods_name, quantity, unit_price, ...more } = one
    refuseOthers('detail.goods_detail', more)
    return {
      goods_id: merchant_goods_id,
      wxpay_goods_id: wechatpay_goods_id,
      goods_name,
      quantity,
      price: unit_price,
    }
  })
  const text = JSON.stringify({ cost_price, receipt_id: invoice_id, goods_detail: goods })
  return bounded('detail', text, DETAIL_BYTES)
}

/** The payer's address is a field of its own in v2. */
function sceneField(sceneInfo: SceneInfo, tradeType: TradeType): Record<string, string> {
  const { payer_client_ip: _, store_info, ...others } = sceneInfo
  refuseOthers('scene_info', others)
  if (store_info === undefined) return {}
  // There it says where the browser's page lies, and nothing else.
  if (tradeType === 'h5') throw noPlace('scene_info.store_info')
  return { scene_info: bounded('scene_info', JSON.stringify({ store_info }), SCENE_BYTES) }
}

function settleField({
  profit_sharing,
  ...others
}: NonNullable<OrderExtras['settle_info']>): Record<string, string> {
  refuseOthers('settle_info', others)
  return profit_sharing === undefined ? {} : { profit_sharing: profit_sharing ? 'Y' : 'N' }
}

function limitText(limits: NonNullable<OrderExtras['limit_pay']>): string {
  if (limits.length !== 1 || limits[0] !== 'no_credit') throw noPlace('limit_pay')
  return limits[0]
}

function refuseOthers(path: string, others: object): void {
  const [name] = Object.keys(others)
  if (name !== undefined) throw noPlace(`${path}.${name}`)
}

function bounded(name: string, text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  throw new WeixinError('order-invalid', { detail: `extras.${name}: at most ${most} bytes` })
}

function noPlace(name: string): WeixinError {
  return new WeixinError('order-invalid', { detail: `extras.${name}: not with API v2` })
}
