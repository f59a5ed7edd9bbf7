import { describe, expect, it } from 'vitest'
import { outTradeNo } from '../../src/protocol/out-trade-no.ts'
import type { Shop } from '../shop.ts'
import type { TeaOrder } from '../tea-orders.ts'
import { omit, sealed, signed, xml, type Texts } from './as-weixin.ts'
import { openV2Shop } from './shop.ts'

interface Fixture {
  shop: Shop
  order: TeaOrder
  /** What WeChat would say of this order's payment, without its sign. */
  genuine: Texts
  key: string
}

type Forge = (fixture: Fixture) => string

const ENVIRONMENT = 'production'
const OTHER_KEY = 'AnotherApiV2Key0123456789ABCDEFG'

/** A genuine notification with one thing changed before it is signed as WeChat does. */
const resigned =
  (change: (fixture: Fixture) => Texts): Forge =>
  (fixture) =>
    xml(signed({ ...fixture.genuine, ...change(fixture) }, fixture.key))

/** A genuine notification, signed, and changed afterwards. */
const altered =
  (change: (fields: Texts, fixture: Fixture) => Texts): Forge =>
  (fixture) =>
    xml(change(signed(fixture.genuine, fixture.key), fixture))

/** A genuine notification whose text is changed where the sign does not see it. */
const rewritten =
  (change: (text: string) => string): Forge =>
  (fixture) =>
    change(xml(signed(fixture.genuine, fixture.key)))

const without =
  (name: string): Forge =>
  (fixture) => {
    const { [name]: _, ...rest } = fixture.genuine
    return xml(signed(rest, fixture.key))
  }

const info = (fixture: Fixture, key: string, text: string): string =>
  xml({
    return_code: 'SUCCESS',
    appid: fixture.genuine['appid'] ?? '',
    mch_id: fixture.genuine['mch_id'] ?? '',
    nonce_str: 'n',
    req_info: sealed(text, key),
  })

const REFUND = { out_refund_no: 'back-1', refund_status: 'SUCCESS', refund_fee: '2800' }

/** Everything about each attempt is right but for the one thing it is named after. */
const forgeries: [string, Forge, number, string][] = [
  ['no sign', altered((fields) => omit(fields, 'sign')), 401, 'signature-wrong'],
  ['an empty sign', altered((fields) => ({ ...fields, sign: '' })), 401, 'signature-wrong'],
  [
    'the sign in lower case',
    altered((fields) => ({ ...fields, sign: fields['sign']!.toLowerCase() })),
    401,
    'signature-wrong',
  ],
  [
    'the sign cut short',
    altered((fields) => ({ ...fields, sign: fields['sign']!.slice(0, 31) })),
    401,
    'signature-wrong',
  ],
  [
    'the amount changed after it was signed',
    altered((fields) => ({ ...fields, total_fee: '1' })),
    401,
    'signature-wrong',
  ],
  [
    'a field added after it was signed',
    altered((fields) => ({ ...fields, attach_more: '1' })),
    401,
    'signature-wrong',
  ],
  [
    "signed with a forger's key",
    ({ genuine }) => xml(signed(genuine, OTHER_KEY)),
    401,
    'signature-wrong',
  ],
  ['signed with no key', ({ genuine }) => xml(signed(genuine, '')), 401, 'signature-wrong'],
  [
    'signed with the APIv3 key',
    ({ genuine, shop }) => xml(signed(genuine, shop.simulator.credentials.apiV3Key)),
    401,
    'signature-wrong',
  ],
  [
    'sign_type switched',
    ({ genuine, key }) => xml(signed({ ...genuine, sign_type: 'HMAC-SHA256' }, key, 'HMAC-SHA256')),
    401,
    'signature-wrong',
  ],
  [
    'signed by the other type without saying so',
    ({ genuine, key }) => xml(signed(genuine, key, 'HMAC-SHA256')),
    401,
    'signature-wrong',
  ],
  [
    'JSON',
    ({ genuine, key }) => JSON.stringify(signed(genuine, key)),
    400,
    'notification-malformed',
  ],
  ['nothing', () => '', 400, 'notification-malformed'],
  ['a DOCTYPE', rewritten((text) => `<!DOCTYPE xml>${text}`), 400, 'notification-malformed'],
  [
    'an entity that reads a file',
    rewritten((text) =>
      `<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/hostname">]>${text}`.replace(
        '</xml>',
        '<device_info>&f;</device_info></xml>',
      ),
    ),
    400,
    'notification-malformed',
  ],
  [
    'a billion laughs',
    rewritten(
      (text) =>
        `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => {
          const before = i === 0 ? 'a' : `a${i - 1}`
          return `<!ENTITY a${i} "${`&${before};`.repeat(10)}">`
        }).join('')}]>${text.replace('</xml>', '<device_info>&a8;</device_info></xml>')}`,
    ),
    400,
    'notification-malformed',
  ],
  [
    '__proto__',
    rewritten((text) => text.replace('<xml>', '<xml><__proto__>1</__proto__>')),
    400,
    'notification-malformed',
  ],
  [
    'a field twice',
    rewritten((text) => text.replace('<xml>', '<xml><total_fee>1</total_fee>')),
    400,
    'notification-malformed',
  ],
  [
    'nested fields',
    rewritten((text) => text.replace('<xml>', '<xml><more><total_fee>1</total_fee></more>')),
    400,
    'notification-malformed',
  ],
  [
    'an attribute',
    rewritten((text) => text.replace('<total_fee>', '<total_fee a="1">')),
    400,
    'notification-malformed',
  ],
  [
    'a comment',
    rewritten((text) => text.replace('<xml>', '<xml><!-- -->')),
    400,
    'notification-malformed',
  ],
  ['a second document', rewritten((text) => text + text), 400, 'notification-malformed'],
  ['too large', resigned(() => ({ detail: 'x'.repeat(100_001) })), 400, 'notification-malformed'],
  [
    'larger than any body',
    resigned(() => ({ detail: 'x'.repeat(1_048_577) })),
    413,
    'body-too-large',
  ],
  ['return_code FAIL', resigned(() => ({ return_code: 'FAIL' })), 400, 'notification-malformed'],
  ['result_code FAIL', resigned(() => ({ result_code: 'FAIL' })), 400, 'notification-malformed'],
  ['no result_code', without('result_code'), 400, 'notification-malformed'],
  [
    "a query's response that says unpaid",
    resigned(() => ({ trade_state: 'NOTPAY' })),
    400,
    'notification-malformed',
  ],
  ['no transaction_id', without('transaction_id'), 400, 'notification-malformed'],
  ['an amount in yuan', resigned(() => ({ total_fee: '28.00' })), 400, 'notification-malformed'],
  ['an amount below zero', resigned(() => ({ total_fee: '-2800' })), 400, 'notification-malformed'],
  ['another merchant', resigned(() => ({ mch_id: '1900000009' })), 403, 'not-our-merchant'],
  ['a sub-merchant', resigned(() => ({ sub_mch_id: '1900000009' })), 403, 'not-our-merchant'],
  ['another app', resigned(() => ({ appid: 'wx00000000000000ff' })), 403, 'not-our-app'],
  ['another currency', resigned(() => ({ fee_type: 'HKD' })), 403, 'currency-wrong'],
  ['no order named', resigned(() => ({ attach: '' })), 403, 'not-this-order'],
  ['an unknown order', resigned(() => ({ attach: 'TEA9999' })), 404, 'order-unknown'],
  [
    "another order's attempt",
    resigned(({ order }) => ({
      out_trade_no: outTradeNo(ENVIRONMENT, { ...order, id: 'TEA9999' }, 1),
    })),
    403,
    'not-this-order',
  ],
  [
    "another environment's attempt",
    resigned(({ order }) => ({ out_trade_no: outTradeNo('staging', order, 1) })),
    403,
    'not-this-order',
  ],
  ['one fen less', resigned(() => ({ total_fee: '2799' })), 409, 'unexpected-price'],
  ['one fen more', resigned(() => ({ total_fee: '2801' })), 409, 'unexpected-price'],
  [
    'the price only as cash_fee and settlement_total_fee',
    resigned(() => ({ total_fee: '1', cash_fee: '2800', settlement_total_fee: '2800' })),
    409,
    'unexpected-price',
  ],
  [
    'a refund as a payment',
    ({ genuine: { appid = '', mch_id = '', out_trade_no = '', transaction_id = '' }, key }) =>
      xml(
        signed(
          {
            return_code: 'SUCCESS',
            result_code: 'SUCCESS',
            appid,
            mch_id,
            nonce_str: 'n',
            out_trade_no,
            transaction_id,
            total_fee: '2800',
            refund_fee: '2800',
          },
          key,
        ),
      ),
    400,
    'notification-malformed',
  ],
  [
    'a refund sealed under another key',
    (fixture) => info(fixture, OTHER_KEY, xml(REFUND, 'root')),
    400,
    'tag-wrong',
  ],
  [
    'a refund that opens to a payment',
    (fixture) => info(fixture, fixture.key, xml(signed(fixture.genuine, fixture.key))),
    400,
    'tag-wrong',
  ],
  [
    'a refund without an out_refund_no',
    (fixture) => info(fixture, fixture.key, xml({ refund_status: 'SUCCESS' }, 'root')),
    400,
    'notification-malformed',
  ],
  [
    'a refund that WeChat knows nothing of',
    (fixture) => info(fixture, fixture.key, xml(REFUND, 'root')),
    404,
    'refund-unknown',
  ],
]

async function openFixture(): Promise<Fixture> {
  const { shop } = await openV2Shop({ weixin: { environment: ENVIRONMENT } })
  const order = shop.orders.add()
  const { appId, mchId, apiV2Key: key } = shop.simulator.credentials
  const genuine = {
    return_code: 'SUCCESS',
    result_code: 'SUCCESS',
    appid: appId,
    mch_id: mchId,
    nonce_str: '5d2b6c2a8db53831f7eda20af46e531c',
    openid: 'oSecretOpenidOfTheTestPayer1',
    is_subscribe: 'N',
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    total_fee: '2800',
    fee_type: 'CNY',
    cash_fee: '2800',
    transaction_id: '4200000000202611230000000001',
    out_trade_no: outTradeNo(ENVIRONMENT, order, 1),
    attach: order.id,
    time_end: '20261123094105',
  }
  return { shop, order, genuine, key }
}

const send = (shop: Shop, body: string): Promise<Response> =>
  fetch(`${shop.url}/weixin/notify`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body,
  })

const failure = (code: string): string =>
  `<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[${code}]]></return_msg></xml>`

describe('a forged v2 notification changes nothing', () => {
  it.each(forgeries)('%s', async (_name, forge, status, code) => {
    const fixture = await openFixture()
    const { shop, order } = fixture
    const body = forge(fixture)
    const response = await send(shop, body)
    const isXml = body.startsWith('<')
    expect({ status: response.status, body: await response.text() }).toEqual({
      status,
      body: isXml ? failure(code) : JSON.stringify({ code: 'FAIL', message: code }),
    })
    expect(shop.orders.row(order.id).transactionId).toBeNull()
    expect(shop.orders.paidCalls).toEqual([])
    expect(shop.orders.refunds).toEqual([])
    const logged = shop.logged.join('\n')
    expect(logged).not.toContain('oSecretOpenid')
    expect(logged).not.toContain(fixture.key)
    // What is no notification at all is not even counted.
    if (status === 413) return
    expect(shop.alerts).toHaveLength(1)
    expect(shop.alerts[0]?.error.code).toBe(code)
  })

  it('while the genuine one, made the same way, pays the order, however often it comes', async () => {
    const fixture = await openFixture()
    for (let i = 0; i < 3; i += 1) {
      const response = await send(fixture.shop, resigned(() => ({ unknown_field: 'new' }))(fixture))
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('<return_code><![CDATA[SUCCESS]]></return_code>')
    }
    expect(fixture.shop.orders.row(fixture.order.id).transactionId).toBe(
      '4200000000202611230000000001',
    )
    expect(fixture.shop.orders.paidCalls).toHaveLength(1)
  })
})
