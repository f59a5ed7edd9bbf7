import { V2Refusal } from './refusal.ts'

export const noSubMchId = (): V2Refusal =>
  new V2Refusal('LACK_PARAMS', '缺少参数sub_mch_id', {
    en: 'sub_appid is a service provider’s: sub_mch_id is missing.',
    zh: 'sub_appid 是服务商参数：缺少 sub_mch_id。',
    field: 'sub_mch_id',
  })

export const noSubAppId = (): V2Refusal =>
  new V2Refusal('LACK_PARAMS', '缺少参数sub_appid', {
    en: 'sub_openid is a user of sub_appid: give that too.',
    zh: '传 sub_openid 时必须传 sub_appid。',
    field: 'sub_appid',
  })

export const onePayer = (hasBoth: boolean): V2Refusal =>
  hasBoth
    ? new V2Refusal('PARAM_ERROR', 'openid和sub_openid只能传其中一个', {
        en: 'JSAPI takes one of openid and sub_openid, not both.',
        zh: 'JSAPI 支付中 openid 与 sub_openid 只能传其中一个。',
        field: 'openid',
      })
    : new V2Refusal('LACK_PARAMS', '缺少参数openid', {
        en: 'JSAPI needs the payer’s openid (or, from a service provider, sub_openid).',
        zh: 'JSAPI 支付必须传 openid（服务商也可传 sub_openid）。',
        field: 'openid',
      })
