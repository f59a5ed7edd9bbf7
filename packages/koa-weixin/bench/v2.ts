import { hash } from 'node:crypto'
import { signFields } from '../src/protocol/v2/sign.ts'
import { readXml, writeXml } from '../src/protocol/v2/xml.ts'
import { compare, here, type Comparison, type Side } from './compare.ts'
import type { Fixture } from './fixture.ts'

/** What an order by API v2 says. */
const ORDER = {
  appid: 'wx0123456789abcdef',
  attach: 'TEA1000',
  body: '明前龙井 × 1',
  fee_type: 'CNY',
  mch_id: '1612345678',
  nonce_str: '5d2b6c2a8db53831f7eda20af46e531c',
  notify_url: 'https://tea.example.com/weixin/notify',
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  out_trade_no: 'TEA1000-a1b20',
  spbill_create_ip: '127.0.0.1',
  total_fee: '2800',
  trade_type: 'JSAPI',
}

const COUNT = 10_000
const times = (work: () => unknown): Side =>
  here((count) => {
    for (let i = 0; i < count; i += 1) work()
  })

/** The fields are known by name, and written in order by hand. */
function signBare(of: typeof ORDER, key: string): string {
  const text =
    `appid=${of.appid}&attach=${of.attach}&body=${of.body}&fee_type=${of.fee_type}&mch_id=${of.mch_id}` +
    `&nonce_str=${of.nonce_str}&notify_url=${of.notify_url}&openid=${of.openid}&out_trade_no=${of.out_trade_no}` +
    `&spbill_create_ip=${of.spbill_create_ip}&total_fee=${of.total_fee}&trade_type=${of.trade_type}&key=${key}`
  return hash('md5', text).toUpperCase()
}

export async function signingV2({ apiV2Key }: Fixture): Promise<Comparison> {
  const fields = new Map(Object.entries(ORDER))
  return compare({
    name: 'sign (APIv2, MD5)',
    aim: 0.8,
    count: COUNT,
    ours: times(() => signFields(fields, apiV2Key, 'MD5')),
    limit: times(() => signBare(ORDER, apiV2Key)),
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
  const text = Buffer.from(notificationsV2[0]?.body ?? '').toString('utf8')
  if (readBare(text).size !== readXml(text)?.size) throw new Error('read differently')
  return compare({
    name: 'read XML (APIv2)',
    aim: 0.5,
    count: COUNT,
    ours: times(() => readXml(text)),
    limit: times(() => readBare(text)),
  })
}

/** The fields are known by name, and nothing is escaped. */
const writeBare = (of: typeof ORDER): string =>
  `<xml><appid><![CDATA[${of.appid}]]></appid><attach><![CDATA[${of.attach}]]></attach><body><![CDATA[${of.body}]]></body>` +
  `<fee_type><![CDATA[${of.fee_type}]]></fee_type><mch_id><![CDATA[${of.mch_id}]]></mch_id>` +
  `<nonce_str><![CDATA[${of.nonce_str}]]></nonce_str><notify_url><![CDATA[${of.notify_url}]]></notify_url>` +
  `<openid><![CDATA[${of.openid}]]></openid><out_trade_no><![CDATA[${of.out_trade_no}]]></out_trade_no>` +
  `<spbill_create_ip><![CDATA[${of.spbill_create_ip}]]></spbill_create_ip><total_fee><![CDATA[${of.total_fee}]]></total_fee>` +
  `<trade_type><![CDATA[${of.trade_type}]]></trade_type></xml>`

/** To bytes, as they are sent: a text that was only put together is not there yet. */
export async function writingV2(): Promise<Comparison> {
  if (writeXml(ORDER) !== writeBare(ORDER)) throw new Error('written differently')
  return compare({
    name: 'write XML (APIv2)',
    aim: 0.5,
    count: COUNT,
    ours: times(() => Buffer.from(writeXml(ORDER))),
    limit: times(() => Buffer.from(writeBare(ORDER))),
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
