import { hash, randomBytes } from 'node:crypto'
import { signFields } from '../src/protocol/v2/sign.ts'
import { readXml, writeXml } from '../src/protocol/v2/xml.ts'
import { compare, here, type Comparison, type Side } from './compare.ts'
import type { Fixture } from './fixture.ts'

/** What an order by API v2 says, its fields in the order in which they are put together. */
const orderOf = (n: number) => ({
  appid: 'wx0123456789abcdef',
  mch_id: '1612345678',
  nonce_str: randomBytes(16).toString('hex'),
  body: '明前龙井 × 1',
  attach: `TEA${1000 + n}`,
  out_trade_no: `TEA${1000 + n}-a1b20`,
  fee_type: 'CNY',
  total_fee: String(2800 + n),
  spbill_create_ip: '127.0.0.1',
  notify_url: 'https://tea.example.com/weixin/notify',
  trade_type: 'JSAPI',
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
})
type OrderFields = ReturnType<typeof orderOf>

/** Many, because the compiler puts the texts of a single one together beforehand. */
const ORDERS = Array.from({ length: 64 }, (_, n) => orderOf(n))

const COUNT = 10_000
const withEach = <T>(list: readonly T[], work: (one: T) => unknown): Side =>
  here((count) => {
    for (let i = 0; i < count; i += 1) {
      const one = list[i % list.length]
      if (one !== undefined) work(one)
    }
  })

/** The fields are known by name, and written in order by hand. */
function signBare(of: OrderFields, key: string): string {
  const text =
    `appid=${of.appid}&attach=${of.attach}&body=${of.body}&fee_type=${of.fee_type}&mch_id=${of.mch_id}` +
    `&nonce_str=${of.nonce_str}&notify_url=${of.notify_url}&openid=${of.openid}&out_trade_no=${of.out_trade_no}` +
    `&spbill_create_ip=${of.spbill_create_ip}&total_fee=${of.total_fee}&trade_type=${of.trade_type}&key=${key}`
  return hash('md5', text).toUpperCase()
}

export async function signingV2({ apiV2Key }: Fixture): Promise<Comparison> {
  const fields = ORDERS.map((order) => new Map(Object.entries(order)))
  return compare({
    name: 'sign (APIv2, MD5)',
    aim: 0.8,
    count: COUNT,
    ours: withEach(fields, (one) => signFields(one, apiV2Key, 'MD5')),
    limit: withEach(ORDERS, (order) => signBare(order, apiV2Key)),
  })
}

/** Every field in one CDATA, nothing else, nothing checked. */
function readBare(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  let at = '<xml>'.length
  for (;;) {
    const open = text.indexOf('<', at)
    const begin = text.indexOf('><![CDATA[', open)
    if (begin === -1) return fields
    const end = text.indexOf(']]></', begin)
    fields.set(text.slice(open + 1, begin), text.slice(begin + '><![CDATA['.length, end))
    at = text.indexOf('>', end + ']]></'.length) + 1
  }
}

export async function parsingV2({ notificationsV2 }: Fixture): Promise<Comparison> {
  const texts = notificationsV2.map(({ body }) => Buffer.from(body).toString('utf8'))
  for (const text of texts)
    if (readBare(text).size !== readXml(text)?.size) throw new Error('read differently')
  return compare({
    name: 'read XML (APIv2)',
    aim: 0.5,
    count: COUNT,
    ours: withEach(texts, (text) => readXml(text)),
    limit: withEach(texts, readBare),
  })
}

/** The fields are known by name, and nothing is escaped. */
const writeBare = (of: OrderFields): string =>
  `<xml><appid><![CDATA[${of.appid}]]></appid><mch_id><![CDATA[${of.mch_id}]]></mch_id>` +
  `<nonce_str><![CDATA[${of.nonce_str}]]></nonce_str><body><![CDATA[${of.body}]]></body><attach><![CDATA[${of.attach}]]></attach>` +
  `<out_trade_no><![CDATA[${of.out_trade_no}]]></out_trade_no><fee_type><![CDATA[${of.fee_type}]]></fee_type>` +
  `<total_fee><![CDATA[${of.total_fee}]]></total_fee><spbill_create_ip><![CDATA[${of.spbill_create_ip}]]></spbill_create_ip>` +
  `<notify_url><![CDATA[${of.notify_url}]]></notify_url><trade_type><![CDATA[${of.trade_type}]]></trade_type>` +
  `<openid><![CDATA[${of.openid}]]></openid></xml>`

/** To bytes, as they are sent: a text that was only put together is not there yet. */
export async function writingV2(): Promise<Comparison> {
  for (const order of ORDERS)
    if (writeXml(order) !== writeBare(order)) throw new Error('written differently')
  return compare({
    name: 'write XML (APIv2)',
    aim: 0.5,
    count: COUNT,
    ours: withEach(ORDERS, (order) => Buffer.from(writeXml(order))),
    limit: withEach(ORDERS, (order) => Buffer.from(writeBare(order))),
  })
}

/** What node:crypto takes for a notification when nothing is checked but `sign`. */
export function openBareV2(body: Buffer, key: string): Map<string, string> {
  const fields = readBare(body.toString('utf8'))
  const names = [...fields.keys()].filter((name) => name !== 'sign').toSorted()
  const text = names.map((name) => `${name}=${fields.get(name)}&`).join('')
  if (hash('md5', `${text}key=${key}`).toUpperCase() !== fields.get('sign'))
    throw new Error('not signed')
  return fields
}
