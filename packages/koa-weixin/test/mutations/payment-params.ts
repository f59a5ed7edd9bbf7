import type { PlantedMistake } from './mutations.ts'

const refused = { file: 'protocol/v3/jsapi-params.ts', at: 'pay' } as const
const cancel = 'get_brand_wcpay_request:cancel'
const lacks = (name: string): string => `调用支付JSAPI缺少参数：${name} ${cancel}`
const notVerified = `支付验证签名失败 ${cancel}`
const wrongSignature = { ...refused, answer: notVerified, why: 'pay-sign' }
const signed = '`${appId}\\n${timeStamp}\\n${nonce}\\n${packageText}\\n`'

/** What a page hands over to pay. */
export const paymentParams: PlantedMistake[] = [
  {
    name: 'timestamp for timeStamp',
    ...refused,
    from: 'return { appId, timeStamp,',
    to: 'return { appId, timestamp: timeStamp,',
    answer: lacks('timeStamp'),
    why: 'timestamp-for-timeStamp',
    names: 'timeStamp, with a capital S',
  },
  {
    name: 'timeStamp is a number',
    ...refused,
    from: 'return { appId, timeStamp,',
    to: 'return { appId, timeStamp: timestamp,',
    answer: lacks('timeStamp'),
    why: 'not-text-timeStamp',
    names: 'timeStamp must be a string',
  },
  {
    name: 'timeStamp is in milliseconds',
    ...refused,
    file: 'remote/v3/gateway.ts',
    from: 'const timestamp = Math.floor(now() / 1000)',
    to: 'const timestamp = now()',
    answer: lacks('timeStamp'),
    why: 'timeStamp-form',
    names: 'seconds, not milliseconds',
  },
  {
    name: 'package lacks prepay_id=',
    ...refused,
    from: 'package: packageText',
    to: 'package: prepayId',
    answer: lacks('total_fee'),
    why: 'package-prepay-id',
    names: 'with the name in front',
  },
  {
    name: 'signType is left out',
    ...refused,
    from: "signType: 'RSA', ",
    to: '',
    answer: lacks('signType'),
    why: 'missing-signType',
    names: 'signType is missing',
  },
  {
    name: 'signType is that of API v2',
    ...refused,
    from: "signType: 'RSA'",
    to: "signType: 'MD5'",
    answer: notVerified,
    why: 'sign-type',
    names: 'must be RSA for an API v3 order, not MD5',
  },
  {
    name: 'the last line feed is dropped',
    ...wrongSignature,
    from: '${packageText}\\n`',
    to: '${packageText}`',
    names: 'the last line feed was dropped',
  },
  {
    name: 'the bare prepay id is signed',
    ...wrongSignature,
    from: '${packageText}\\n`',
    to: '${prepayId}\\n`',
    names: 'the bare prepay id was signed',
  },
  {
    name: 'package= is signed too',
    ...wrongSignature,
    from: '${packageText}\\n`',
    to: 'package=${packageText}\\n`',
    names: 'package= was signed',
  },
  {
    name: 'signType is signed too',
    ...wrongSignature,
    from: '${packageText}\\n`',
    to: '${packageText}\\nRSA\\n`',
    names: 'signType was signed as a line',
  },
  {
    name: 'the lines are sorted by their names',
    ...wrongSignature,
    from: signed,
    to: '`${appId}\\n${nonce}\\n${packageText}\\n${timeStamp}\\n`',
    names: 'the lines are in another order',
  },
  {
    name: 'the text of API v2 is signed',
    ...wrongSignature,
    from: signed,
    to: '`appId=${appId}&nonceStr=${nonce}&package=${packageText}&signType=RSA&timeStamp=${timeStamp}`',
    names: 'the text of API v2 was signed',
  },
]
