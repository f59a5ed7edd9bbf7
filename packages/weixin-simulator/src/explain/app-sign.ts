import type { Mistake } from './explain.ts'
import { ordersOf } from './orders.ts'

export interface AppSignFacts {
  appId: string
  timeStamp: string
  nonceStr: string
  prepayId: string
  partnerId: string
  packageValue: string
}

const lines = (f: AppSignFacts): string[] => [f.appId, f.timeStamp, f.nonceStr, f.prepayId]
const ended = (all: string[]): string => all.map((line) => `${line}\n`).join('')

/** Four lines, each ended by a line feed; the fourth is the bare prepay id. */
export const appSignText = (f: AppSignFacts): string => ended(lines(f))

const v2Text = (f: AppSignFacts): string =>
  `appid=${f.appId}&noncestr=${f.nonceStr}&package=${f.packageValue}&partnerid=${f.partnerId}&prepayid=${f.prepayId}&timestamp=${f.timeStamp}`

/** Mistakes of an APP payment's sign (API v3, RSA), most frequent first. */
export const APP_SIGN_MISTAKES: readonly Mistake<AppSignFacts>[] = [
  {
    name: 'prepay_id= was signed',
    en: 'Line 4 was signed as prepay_id=…, the rule of JSAPI: for APP it is the bare prepay id.',
    zh: '第四行签成了 prepay_id=…（JSAPI 的规则）：APP 支付只签 prepay_id 的值。',
    texts: (f) => [appSignText({ ...f, prepayId: `prepay_id=${f.prepayId}` })],
  },
  {
    name: 'Sign=WXPay was signed',
    en: 'Line 4 was signed as Sign=WXPay, the value of package: for APP it is the prepay id.',
    zh: '第四行签成了 package 的值 Sign=WXPay：应为 prepay_id 的值。',
    texts: (f) => [appSignText({ ...f, prepayId: f.packageValue })],
  },
  {
    name: 'the last line feed was dropped',
    en: 'The last line feed was dropped: each of the four lines ends with one.',
    zh: '漏了最后一个换行符：四行每行都以 \\n 结尾。',
    texts: (f) => [appSignText(f).slice(0, -1)],
  },
  {
    name: 'the merchant id was signed as a line',
    en: 'partnerId was signed too: the four lines are appId, timeStamp, nonceStr, prepay id.',
    zh: '把 partnerId 也签进去了：四行依次是 appId、timeStamp、nonceStr、prepay_id。',
    texts: (f) => [0, 1, 2, 3, 4].map((at) => ended(lines(f).toSpliced(at, 0, f.partnerId))),
  },
  {
    name: 'the lines are in another order',
    en: 'The lines are in another order: appId, timeStamp, nonceStr, prepay id.',
    zh: '各行顺序不对：依次是 appId、timeStamp、nonceStr、prepay_id。',
    texts: (f) => ordersOf(lines(f)).map(ended),
  },
  {
    name: 'the text of API v2 was signed',
    en: 'The sorted name=value text of API v2 was signed: API v3 signs four lines.',
    zh: '用了 APIv2 的 name=value 拼接方式：APIv3 签四行文本。',
    texts: (f) => [v2Text(f)],
  },
]
