import type { Reference } from '../types.ts'

/** A document of WeChat's: its own title, and its address. */
type Document = Omit<Reference, 'line'>

const payV3 = (title: string, page: string): Document => ({
  title,
  url: `https://pay.weixin.qq.com/doc/v3/merchant/${page}`,
})
const payV3Partner = (title: string, page: string): Document => ({
  title,
  url: `https://pay.weixin.qq.com/doc/v3/partner/${page}`,
})
const payV2 = (title: string, page: string): Document => ({
  title,
  url: `https://pay.weixin.qq.com/doc/v2/merchant/${page}`,
})
const account = (title: string, page: string): Document => ({
  title,
  url: `https://developers.weixin.qq.com/doc/${page}`,
})

const SIGN_V3 = payV3('签名生成', '4012365342')
const SIGN_V2 = payV2('签名算法', '4011985891')
const PAY_PAGE = payV3('JSAPI调起支付', '4012791857')
const PAY_PAGE_V2 = payV2('JSAPI调起支付', '4011935213')
const PAY_APP = payV3('APP下单', '4013070347')
const H5_PAGE = payV3('H5调起支付', '4012791835')
const NATIVE = payV3('Native下单', '4012791877')
const REFUND_V3 = payV3('退款申请', '4012791862')
const AUTHORIZE = account('网页授权', 'offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html')
const JS_SDK = account('JS-SDK说明文档', 'offiaccount/OA_Web_Apps/JS-SDK.html')

/** The document of each call, by the beginning or the form of its path; the first that matches counts. */
const CALLS: readonly (readonly [path: RegExp, document: Document])[] = [
  [/^\/v3\/pay\/partner\/transactions\/jsapi$/, payV3Partner('JSAPI下单', '4012738969')],
  [/^\/v3\/pay\/(partner\/)?transactions\/jsapi$/, payV3('JSAPI下单', '4012791856')],
  [/^\/v3\/pay\/(partner\/)?transactions\/h5$/, payV3('H5下单', '4012791834')],
  [/^\/v3\/pay\/(partner\/)?transactions\/native$/, NATIVE],
  [/^\/v3\/pay\/(partner\/)?transactions\/app$/, PAY_APP],
  [/^\/v3\/pay\/.*\/close$/, payV3('关闭订单', '4012791860')],
  [/^\/v3\/pay\/(partner\/)?transactions\/id\//, payV3('微信支付订单号查询订单', '4012791858')],
  [/^\/v3\/pay\//, payV3('商户订单号查询订单', '4012791859')],
  [/^\/v3\/refund\/.*\/apply-abnormal-refund$/, payV3('发起异常退款', '4012791864')],
  [/^\/v3\/refund\/domestic\/refunds\/./, payV3('查询单笔退款', '4012791863')],
  [/^\/v3\/refund\//, REFUND_V3],
  [/^\/v3\/bill\/tradebill/, payV3('申请交易账单', '4012791866')],
  [/^\/v3\/bill\/fundflowbill/, payV3('申请资金账单', '4012791867')],
  [/^\/v3\/billdownload\//, payV3('下载账单', '4012791868')],
  [/^\/v3\/security\/echo$/, payV3('商户签名验签／加解密测试', '4014551946')],
  [/^\/v3\/certificates/, payV3('下载平台证书', '4012551764')],
  [/^\/v3\//, payV3('接口规则', '4012081709')],
  [/^\/pay\/unifiedorder$/, payV2('统一下单', '4011940985')],
  [/^\/pay\/orderquery$/, payV2('查询订单', '4011935215')],
  [/^\/pay\/closeorder$/, payV2('关闭订单', '4011935216')],
  [/^\/secapi\/pay\/refund$/, payV2('申请退款', '4011935217')],
  [/^\/pay\/refundquery$/, payV2('查询退款', '4011935218')],
  [/^\/pay\/downloadbill$/, payV2('下载交易账单', '4011985040')],
  [/^\/pay\/downloadfundflow$/, payV2('下载资金账单', '4011939779')],
  [/^\/cgi-bin\/token$/, account('获取接口调用凭据', 'service/api/base/api_getaccesstoken')],
  [
    /^\/cgi-bin\/stable_token$/,
    account('获取稳定版接口调用凭据', 'service/api/base/api_getstableaccesstoken'),
  ],
  [
    /^\/cgi-bin\/ticket\//,
    account('获取JS-SDK ticket', 'service/api/webdev/jssdk/api_getticket.html'),
  ],
  [/^\/cgi-bin\/mmpayweb-bin\//, H5_PAGE],
  [/^\/(sns|connect)\//, AUTHORIZE],
  [/^\/simulator\/phone\/consent$/, AUTHORIZE],
  [
    /^\/cgi-bin\//,
    account('全局返回码说明', 'offiaccount/Getting_Started/Global_Return_Code.html'),
  ],
  [/^\/simulator\/phone\/(config|commands)$/, JS_SDK],
  [/^\/simulator\/phone\/payments/, PAY_PAGE],
  [/^\/simulator\/phone\/app-payments$/, PAY_APP],
  [/^\/simulator\/phone\/h5$/, H5_PAGE],
  [/^\/simulator\/phone\/native$/, NATIVE],
]

/** Rules that stand in another document than that of the call. */
const RULES: Readonly<Record<string, Document>> = {
  signature: SIGN_V3,
  'authorization-missing': SIGN_V3,
  'authorization-scheme': SIGN_V3,
  'authorization-fields': SIGN_V3,
  'timestamp-milliseconds': SIGN_V3,
  'timestamp-window': SIGN_V3,
  'mchid-unknown': SIGN_V3,
  'serial-of-weixin': SIGN_V3,
  'serial-format': SIGN_V3,
  'serial-unknown': SIGN_V3,
  'v2-sign': SIGN_V2,
  SIGN_TYPE: SIGN_V2,
  'pay-sign-v2': PAY_PAGE_V2,
}

/** WeChat's own codes: words in capitals, or a number. */
const isOfWeixin = (code: string): boolean => /^([A-Z]+(_[A-Z]+)*|\d+)$/.test(code)

/** Where WeChat's documents state the rule: the document of the rule, else of the call; null: in none of them. */
export function referenceFor(
  path: string,
  { code, label, field }: { code: string; label?: string | undefined; field: string | null },
  weixinCode: string | undefined,
): Reference | null {
  // A fault that was set breaks no rule.
  if (code === 'fault') return null
  const document = RULES[code] ?? CALLS.find(([pattern]) => pattern.test(path))?.[1]
  if (!document) return null
  const row = [weixinCode, code].find((one) => one !== undefined && isOfWeixin(one))
  return { ...document, line: label ?? field ?? row ?? null }
}
