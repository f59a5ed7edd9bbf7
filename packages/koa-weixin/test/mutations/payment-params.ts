import type { Mutation } from './mutations.ts'

const refused = { file: 'protocol/v3/jsapi-params.ts', at: 'pay' } as const
const cancel = 'get_brand_wcpay_request:cancel'
const lacks = (name: string): string => `调用支付JSAPI缺少参数：${name} ${cancel}`
const notVerified = `支付验证签名失败 ${cancel}`
const wrongSignature = { ...refused, response: notVerified, reason: 'pay-sign' }
const signed = '`${appId}\\n${timeStamp}\\n${nonce}\\n${packageText}\\n`'

/** What a page hands over to pay. */
export const paymentParams: Mutation[] = [
  {
    name: 'timestamp for timeStamp',
    ...refused,
    in: 'signJsapiParams',
    from: 'return { appId, timeStamp,',
    to: 'return { appId, timestamp: timeStamp,',
    response: lacks('timeStamp'),
    reason: 'timestamp-for-timeStamp',
    names: 'timeStamp, with a capital S',
  },
  {
    name: 'timeStamp is a number',
    ...refused,
    in: 'signJsapiParams',
    from: 'return { appId, timeStamp,',
    to: 'return { appId, timeStamp: timestamp,',
    response: lacks('timeStamp'),
    reason: 'not-text-timeStamp',
    names: 'timeStamp must be a string',
  },
  {
    name: 'timeStamp is in milliseconds',
    ...refused,
    file: 'remote/v3/trade-types/jsapi.ts',
    in: 'payment',
    from: 'Math.floor(now() / 1000)',
    to: 'now()',
    response: lacks('timeStamp'),
    reason: 'timeStamp-form',
    names: 'seconds, not milliseconds',
  },
  {
    name: 'package lacks prepay_id=',
    ...refused,
    in: 'signJsapiParams',
    from: 'package: packageText',
    to: 'package: prepayId',
    response: lacks('total_fee'),
    reason: 'package-prepay-id',
    names: 'with the name in front',
  },
  {
    name: 'signType is left out',
    ...refused,
    in: 'signJsapiParams',
    from: "signType: 'RSA', ",
    to: '',
    response: lacks('signType'),
    reason: 'missing-signType',
    names: 'signType is missing',
  },
  {
    name: 'signType is that of API v2',
    ...refused,
    in: 'signJsapiParams',
    from: "signType: 'RSA'",
    to: "signType: 'MD5'",
    response: notVerified,
    reason: 'sign-type',
    names: 'must be RSA for an API v3 order, not MD5',
  },
  {
    name: 'the last line feed is dropped',
    ...wrongSignature,
    in: 'signJsapiParams',
    from: '${packageText}\\n`',
    to: '${packageText}`',
    names: 'the last line feed was dropped',
  },
  {
    name: 'the bare prepay id is signed',
    ...wrongSignature,
    in: 'signJsapiParams',
    from: '${packageText}\\n`',
    to: '${prepayId}\\n`',
    names: 'the bare prepay id was signed',
  },
  {
    name: 'package= is signed too',
    ...wrongSignature,
    in: 'signJsapiParams',
    from: '${packageText}\\n`',
    to: 'package=${packageText}\\n`',
    names: 'package= was signed',
  },
  {
    name: 'signType is signed too',
    ...wrongSignature,
    in: 'signJsapiParams',
    from: '${packageText}\\n`',
    to: '${packageText}\\nRSA\\n`',
    names: 'signType was signed as a line',
  },
  {
    name: 'the lines are sorted by their names',
    ...wrongSignature,
    in: 'signJsapiParams',
    from: signed,
    to: '`${appId}\\n${nonce}\\n${packageText}\\n${timeStamp}\\n`',
    names: 'the lines are in another order',
  },
  {
    name: 'the text of API v2 is signed',
    ...wrongSignature,
    in: 'signJsapiParams',
    from: signed,
    to: '`appId=${appId}&nonceStr=${nonce}&package=${packageText}&signType=RSA&timeStamp=${timeStamp}`',
    names: 'the text of API v2 was signed',
  },
]
