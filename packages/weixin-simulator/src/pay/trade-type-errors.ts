import { PayRefusal } from './refusal.ts'

export const otherWay = (first: string): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'INVALID_REQUEST',
      message: '请求重入时，参数与首次请求时不一致',
      result: 268498688,
    },
    {
      code: 'other-trade-type',
      en: `This out_trade_no was first used for ${first}: a number keeps its way to pay. Close it and take another number.`,
      zh: `该 out_trade_no 首次下单用的是 ${first}：同一订单号不能换支付方式，请关单后换一个订单号。`,
    },
  )

export const noSubMerchant = (subMchId: string): PayRefusal =>
  new PayRefusal(
    { status: 403, code: 'NO_AUTH', message: '商户无权限', result: 268435461 },
    {
      code: 'sub-merchant-unknown',
      en: `The service provider has no sub-merchant ${subMchId}: name it in createSimulator({ subMerchants }).`,
      zh: `服务商名下没有子商户 ${subMchId}：请在 createSimulator({ subMerchants }) 中列出。`,
    },
  )

export const onePayer = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: 'sp_openid和sub_openid只能且必须传其中一个',
      result: 268435461,
    },
    {
      code: 'one-openid',
      en: 'payer takes exactly one of sp_openid and sub_openid; sub_openid needs sub_appid.',
      zh: 'payer 里 sp_openid 与 sub_openid 必须且只能传一个；传 sub_openid 时必须传 sub_appid。',
    },
  )

export const otherMerchantsOrder = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'INVALID_REQUEST', message: '商户号和订单信息不匹配', result: 268435461 },
    {
      code: 'other-merchants-order',
      en: 'The order is another merchant’s: ask with the mchid (or sp_mchid and sub_mchid) that ordered.',
      zh: '该订单属于其他商户：请用下单时的 mchid（或 sp_mchid 与 sub_mchid）。',
    },
  )
