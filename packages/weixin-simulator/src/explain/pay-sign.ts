import type { Mistake } from './explain.ts'
import { ordersOf } from './orders.ts'

export interface PaySignFacts {
  appId: string
  timeStamp: string
  nonceStr: string
  /** `prepay_id=…`, as the page gave it. */
  package: string
  signType: string
  mchId: string
}

const lines = (f: PaySignFacts): string[] => [f.appId, f.timeStamp, f.nonceStr, f.package]

/** Four lines, each ended by a line feed, the last one too. */
export const paySignText = (f: PaySignFacts): string => ended(lines(f))

const ended = (all: string[]): string => all.map((line) => `${line}\n`).join('')

const bare = (f: PaySignFacts): string => f.package.replace(/^prepay_id=/, '')

const v2Text = (f: PaySignFacts): string =>
  `appId=${f.appId}&nonceStr=${f.nonceStr}&package=${f.package}&signType=${f.signType}&timeStamp=${f.timeStamp}`

/** Mistakes of paySign (API v3, RSA), most frequent first. */
export const PAY_SIGN_MISTAKES: readonly Mistake<PaySignFacts>[] = [
  {
    name: 'the last line feed was dropped',
    en: 'The last line feed was dropped: each of the four lines ends with one.',
    zh: '漏了最后一个换行符：四行每行都以 \\n 结尾。',
    texts: (f) => [paySignText(f).slice(0, -1)],
  },
  {
    name: 'the bare prepay id was signed',
    en: 'The bare prepay id was signed: line 4 is the whole value of package, prepay_id=… (the bare id is for APP payment).',
    zh: '只签了 prepay_id 的值：第四行应为完整的 prepay_id=…（只签值是 APP 支付的规则）。',
    texts: (f) => [paySignText({ ...f, package: bare(f) })],
  },
  {
    name: 'package= was signed',
    en: 'Line 4 was signed with a name before it: it is the value of package alone, prepay_id=….',
    zh: '第四行多写了参数名：应只有 package 的值，即 prepay_id=…。',
    texts: (f) => [paySignText({ ...f, package: `package=${f.package}` })],
  },
  {
    name: 'another appId was signed',
    en: 'Another id was signed in line 1: it is the appId of the order.',
    zh: '第一行签的不是下单用的 appId。',
    texts: (f) => ['', 'undefined', f.mchId].map((appId) => paySignText({ ...f, appId })),
  },
  {
    name: 'another timeStamp was signed',
    en: 'The timeStamp that was signed is not the one that was given to the page: use the same digits twice.',
    zh: '签名用的 timeStamp 与传给页面的不同：两处要用同一串数字。',
    texts: (f) =>
      ['', 'undefined', `${f.timeStamp}000`, f.timeStamp.slice(0, 10)].map((timeStamp) =>
        paySignText({ ...f, timeStamp }),
      ),
  },
  {
    name: 'signType was signed as a line',
    en: 'signType was signed too: in API v3 it is sent, but not signed.',
    zh: '把 signType 也签进去了：APIv3 中 signType 要传，但不参与签名。',
    texts: (f) => withExtra(f, f.signType),
  },
  {
    name: 'the merchant id was signed as a line',
    en: 'mchId was signed too: the four lines are appId, timeStamp, nonceStr, package.',
    zh: '把商户号也签进去了：四行依次是 appId、timeStamp、nonceStr、package。',
    texts: (f) => withExtra(f, f.mchId),
  },
  {
    name: 'the lines are in another order',
    en: 'The lines are in another order: appId, timeStamp, nonceStr, package.',
    zh: '各行顺序不对：依次是 appId、timeStamp、nonceStr、package。',
    texts: (f) => ordersOf(lines(f)).map(ended),
  },
  {
    name: 'the text of API v2 was signed',
    en: 'The sorted name=value text of API v2 was signed: API v3 signs four lines.',
    zh: '用了 APIv2 的 name=value 拼接方式：APIv3 签四行文本。',
    texts: (f) => [v2Text(f), v2Text(f).replace(`&signType=${f.signType}`, '')],
  },
  {
    name: 'carriage returns were added',
    en: 'The lines end with CR LF: a single LF ends each.',
    zh: '换行用了 \\r\\n：只能用 \\n。',
    texts: (f) => [paySignText(f).replaceAll('\n', '\r\n')],
  },
  {
    name: 'the lines were joined without line feeds',
    en: 'The lines were joined without line feeds, or with the two characters \\n instead of one.',
    zh: '各行之间没有换行符，或把 \\n 写成了两个字符。',
    texts: (f) => [lines(f).join(''), paySignText(f).replaceAll('\n', String.raw`\n`)],
  },
]

/** One line too many, wherever it stands. */
const withExtra = (f: PaySignFacts, extra: string): string[] => {
  const all = lines(f)
  return [0, 1, 2, 3, 4].map((at) => ended(all.toSpliced(at, 0, extra)))
}
