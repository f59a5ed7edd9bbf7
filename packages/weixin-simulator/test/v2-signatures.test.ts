import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import documents from 'weixin-vectors/v2-xml.json' with { type: 'json' }
import infos from 'weixin-vectors/v2-refund-req-info.json' with { type: 'json' }
import signatures from 'weixin-vectors/v2-sign.json' with { type: 'json' }
import { createSimulator, type Simulator } from '../src/index.ts'
import { openInfo, sealInfo, v2Sign, v2Text, type SignType } from '../src/pay-v2/sign.ts'
import { buildXml, parseXml } from '../src/pay-v2/xml.ts'
import { merchant, now } from './merchant.ts'
import { callPhone, lastCall, ORIGIN } from './phone.ts'
import { hashOf, textOf, v2Merchant, type Texts } from './v2-merchant.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

describe('published vectors', () => {
  test.each(signatures.vectors)('$id: $description', ({ input, expected }) => {
    const fields = Object.fromEntries(
      Object.entries(input.params).map(([name, value]) => [name, String(value)]),
    )
    expect(v2Text(fields, input.key)).toBe(expected.string_sign_temp)
    expect(v2Sign(fields, input.key, input.sign_type as SignType)).toBe(expected.sign)
  })

  test.each(documents.vectors)('$id: $description', ({ input, expected }) => {
    const fields = parseXml(input.xml)
    expect({ ...fields }).toEqual(expected.params)
    const sign = v2Sign(fields ?? {}, input.key, input.sign_type as SignType)
    expect(sign === fields?.['sign']).toBe(expected.sign_valid)
    expect({ ...parseXml(buildXml(fields ?? {})) }).toEqual(expected.params)
  })

  test.each(documents.hostile)('hostile: $id', ({ xml, expected }) => {
    const attach = expected.startsWith('reject') ? undefined : 'x]]>y'
    expect(parseXml(xml)?.['attach']).toBe(attach)
  })

  test.each(infos.vectors)('$id: $description', ({ input, expected }) => {
    const text = openInfo(input.req_info, input.api_v2_key)
    expect(text).toBe(expected.plaintext)
    expect(sealInfo(text, input.api_v2_key)).toBe(input.req_info)
    expect({ ...parseXml(text, 'root') }).toEqual(expected.fields)
  })
})

type Sign = (fields: Texts) => string

const joined = (pairs: [string, string][]): string =>
  pairs.map(([name, value]) => `${name}=${value}`).join('&')
const sorted = (fields: Texts): [string, string][] =>
  Object.entries(fields)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
const key = (): string => weixin.credentials.apiV2Key
const hashed =
  (text: (fields: Texts) => string): Sign =>
  (fields) =>
    hashOf(text(fields), key())
const valued = (change: (value: string) => string): Sign =>
  hashed((fields) =>
    textOf(Object.fromEntries(sorted(fields).map(([n, v]) => [n, change(v)])), key()),
  )

const mistakes: [string, Sign][] = [
  [
    'empty values were kept',
    hashed(
      (fields) =>
        `${joined(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)))}&key=${key()}`,
    ),
  ],
  ['the key was missing', hashed((fields) => joined(sorted(fields)))],
  ['the key was missing', hashed((fields) => joined(sorted(fields)) + key())],
  ['another key was used', hashed((fields) => textOf(fields, weixin.credentials.apiV3Key))],
  [
    'the names were not sorted by bytes',
    hashed(
      (fields) =>
        `${joined(
          sorted(fields)
            .toReversed()
            .toSorted(([a], [b]) => a.localeCompare(b)),
        )}&key=${key()}`,
    ),
  ],
  ['the values were URL-encoded', valued(encodeURIComponent)],
  [
    'the XML text was signed',
    valued((value) =>
      value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    ),
  ],
  ['the XML text was signed', valued((value) => `<![CDATA[${value}]]>`)],
  ['the values were trimmed', valued((value) => value.trim())],
  [
    'another character set was used',
    (fields) => {
      // 茶 in GBK.
      const [before = '', after = ''] = textOf(fields, key()).split('茶')
      const bytes = Buffer.concat([
        Buffer.from(before),
        Buffer.from([0xb2, 0xe8]),
        Buffer.from(after),
      ])
      return createHash('md5').update(bytes).digest('hex').toUpperCase()
    },
  ],
  [
    'another character set was used',
    hashed((fields) => textOf(fields, key()).replaceAll(/[^\0-\x7F]/g, '?')),
  ],
  [
    'an amount was signed as a decimal number',
    hashed((fields) => textOf({ ...fields, total_fee: '100.0' }, key())),
  ],
  [
    'the key was sorted among the parameters',
    hashed((fields) => joined(sorted({ ...fields, key: key() }))),
  ],
  ['a parameter was left out', hashed((fields) => textOf({ ...fields, nonce_str: '' }, key()))],
]

/** Values in which each mistake shows, and names whose order depends on the rule. */
const TELLING: Texts = {
  attach: ' a&b <c> ',
  device_info: '',
  body: '茶',
  A_b: '1',
  AB: '2',
  a_B: '3',
}

test.each(mistakes)('a sign where %s', async (mistake, sign) => {
  const shop = v2Merchant(weixin)
  const answer = await shop.call('/pay/unifiedorder', shop.order(TELLING), sign)
  expect(answer).toMatchObject({ status: 200, isSigned: false })
  expect(answer.fields).toEqual({ return_code: 'FAIL', return_msg: '签名错误' })
  const { reason } = lastCall(weixin)
  expect(reason).toMatchObject({ code: 'v2-sign', mistake: { name: mistake } })
  expect(JSON.stringify(lastCall(weixin))).not.toContain(key())
})

test.each<[string, Sign, RegExp]>([
  ['nothing', () => '', /missing or empty/],
  ['lower case', (fields) => hashOf(textOf(fields, key()), key()).toLowerCase(), /lower case/],
  ['the other hash', (fields) => hashOf(textOf(fields, key()), key(), 'HMAC-SHA256'), /sign_type/],
  ['noise', () => 'A'.repeat(32), /No known mistake/],
])('a sign that is %s', async (_name, sign, words) => {
  const shop = v2Merchant(weixin)
  await shop.call('/pay/unifiedorder', shop.order(), sign)
  const { reason } = lastCall(weixin)
  expect(reason?.en).toMatch(words)
  expect(reason?.signedOver).toContain('&key=')
  expect(reason?.mistake).toBeNull()
})

test('ids that are not ours, a GET, an unknown sign_type', async () => {
  const shop = v2Merchant(weixin)
  for (const [changes, code] of [
    [{ mch_id: '1900000001' }, 'MCHID_NOT_EXIST'],
    [{ appid: 'wx1234567890abcdef' }, 'APPID_NOT_EXIST'],
    [{ sign_type: 'SHA1' }, 'SIGN_TYPE'],
  ] as const) {
    const answer = await shop.prepay(shop.order(changes))
    expect(answer).toMatchObject({ isSigned: false, fields: { return_code: 'FAIL' } })
    expect(lastCall(weixin).reason?.code).toBe(code)
  }
  expect(await (await fetch(`${weixin.url}/pay/unifiedorder`)).text()).toContain('请使用post方法')
})

describe('paySign of a v2 order', () => {
  const open = async (prepayId: string, changes: (params: Texts) => Texts) => {
    const params = {
      appId: weixin.credentials.appId,
      timeStamp: now(),
      nonceStr: 'n',
      package: `prepay_id=${prepayId}`,
      signType: 'MD5',
    }
    const args = { ...params, paySign: hashOf(textOf(params, key()), key()), ...changes(params) }
    const page = `${ORIGIN}/orders/7`
    return (await callPhone(weixin, 'payments', { page, args })).json()
  }

  test('opens the sheet; a wrong one, or one of the other API, does not', async () => {
    const prepayId = await v2Merchant(weixin).prepayId()
    expect(await open(prepayId, () => ({}))).toHaveProperty('payment')
    const refused = async (code: string, changes: (params: Texts) => Texts, id = prepayId) => {
      expect(await open(id, changes)).toMatchObject({ refused: { dialog: '支付验证签名失败' } })
      expect(lastCall(weixin).reason?.code).toBe(code)
    }
    await refused('pay-sign-v2', (params) => ({
      paySign: hashOf(textOf({ ...params, signType: '' }, key()), key()),
    }))
    expect(lastCall(weixin).reason?.mistake?.name).toBe('a parameter was left out')
    await refused('pay-sign-v2', (params) => {
      const lower = Object.entries(params).map(([name, value]) => [name.toLowerCase(), value])
      return { paySign: hashOf(textOf(Object.fromEntries(lower), key()), key()) }
    })
    expect(lastCall(weixin).reason?.mistake?.name).toBe('the names were written in lower case')
    await refused('sign-type', () => ({ signType: 'RSA' }))
    await refused('sign-type', () => ({ signType: 'HMAC-SHA256' }))
    await refused('sign-type', () => ({}), await merchant(weixin).prepayId())
  })
})
