import { V2Refusal } from './refusal.ts'

export const otherWay = (first: string): V2Refusal =>
  new V2Refusal('INVALID_REQUEST', '201 商户订单号重复', {
    code: 'other-trade-type',
    en: `This out_trade_no was first used for ${first}: a number keeps its trade_type. Close it and take another number.`,
    zh: `该 out_trade_no 首次下单用的是 ${first}：同一订单号不能换 trade_type，请关单后换一个订单号。`,
  })

export const noSubMerchant = (subMchId: string): V2Refusal =>
  new V2Refusal('NOAUTH', '商户无权限', {
    code: 'sub-merchant-unknown',
    en: `The service provider has no sub-merchant ${subMchId}: name it in createSimulator({ subMerchants }).`,
    zh: `服务商名下没有子商户 ${subMchId}：请在 createSimulator({ subMerchants }) 中列出。`,
  })

export const noSubMchId = (): V2Refusal =>
  new V2Refusal('LACK_PARAMS', '缺少参数sub_mch_id', {
    en: 'sub_appid is a service provider’s: sub_mch_id is missing.',
    zh: 'sub_appid 是服务商参数：缺少 sub_mch_id。',
  })

export const otherSubAppId = (): V2Refusal =>
  new V2Refusal('APPID_MCHID_NOT_MATCH', 'sub_mch_id与sub_appid不匹配', {
    en: 'sub_appid is not the account of this sub-merchant.',
    zh: 'sub_appid 没有与该子商户号绑定。',
  })

export const noSubAppId = (): V2Refusal =>
  new V2Refusal('LACK_PARAMS', '缺少参数sub_appid', {
    en: 'sub_openid is a user of sub_appid: give that too.',
    zh: '传 sub_openid 时必须传 sub_appid。',
  })

export const onePayer = (hasBoth: boolean): V2Refusal =>
  hasBoth
    ? new V2Refusal('PARAM_ERROR', 'openid和sub_openid只能传其中一个', {
        en: 'JSAPI takes one of openid and sub_openid, not both.',
        zh: 'JSAPI 支付中 openid 与 sub_openid 只能传其中一个。',
      })
    : new V2Refusal('LACK_PARAMS', '缺少参数openid', {
        en: 'JSAPI needs the payer’s openid (or, from a service provider, sub_openid).',
        zh: 'JSAPI 支付必须传 openid（服务商也可传 sub_openid）。',
      })
