import { describe, expect, it } from 'vitest'
import { outTradeNo } from '../src/protocol/out-trade-no.ts'
import { FORGER_KEY, sealedBody, signedHeaders, WEIXIN_KEYS, type Sealing } from './as-weixin.ts'
import { openShop, type Shop } from './shop.ts'
import type { TeaOrder } from './tea-orders.ts'

interface Scene {
  shop: Shop
  order: TeaOrder
  /** What WeChat would say of this order's payment. */
  genuine: Record<string, unknown>
  environment: string
}

interface Forged {
  headers: Record<string, string>
  body: string
}

const seconds = (): number => Math.floor(Date.now() / 1000)

/** A genuine notice with one thing changed before it is sealed and signed as WeChat does. */
const resealed =
  (change: (scene: Scene) => Record<string, unknown>, sealing: Omit<Sealing, 'apiV3Key'> = {}) =>
  (scene: Scene): Forged => {
    const { apiV3Key } = scene.shop.simulator.credentials
    const body = sealedBody({ ...scene.genuine, ...change(scene) }, { apiV3Key, ...sealing })
    return { headers: signedHeaders(body), body }
  }

/** A genuine notice, signed otherwise or with headers changed afterwards. */
const resigned =
  (sign: (body: string) => Record<string, string>) =>
  (scene: Scene): Forged => {
    const { body } = resealed(() => ({}))(scene)
    return { headers: sign(body), body }
  }

const without = (name: string) =>
  resigned((body) => {
    const headers = signedHeaders(body)
    delete headers[name]
    return headers
  })

/** Everything about each attempt is right but for the one thing it is named after. */
const forgeries: [string, (scene: Scene) => Forged, number, string][] = [
  ['no timestamp', without('wechatpay-timestamp'), 401, 'header-missing'],
  ['no nonce', without('wechatpay-nonce'), 401, 'header-missing'],
  ['no serial', without('wechatpay-serial'), 401, 'header-missing'],
  ['no signature', without('wechatpay-signature'), 401, 'header-missing'],
  [
    'a timestamp that is no number',
    resigned((body) => ({ ...signedHeaders(body), 'wechatpay-timestamp': 'now' })),
    401,
    'header-missing',
  ],
  [
    'signed 310 seconds ago',
    resigned((body) => signedHeaders(body, { timestamp: seconds() - 310 })),
    401,
    'timestamp-stale',
  ],
  [
    'signed 310 seconds ahead',
    resigned((body) => signedHeaders(body, { timestamp: seconds() + 310 })),
    401,
    'timestamp-stale',
  ],
  [
    'a key id that we do not hold',
    resigned((body) =>
      signedHeaders(body, { serial: 'PUB_KEY_ID_0000000000000000000000000000000009' }),
    ),
    401,
    'serial-unknown',
  ],
  [
    "signed with a forger's key",
    resigned((body) => signedHeaders(body, { privateKey: FORGER_KEY })),
    401,
    'signature-wrong',
  ],
  [
    "signed with the merchant's own key",
    (scene) =>
      resigned((body) =>
        signedHeaders(body, { privateKey: scene.shop.simulator.credentials.privateKey }),
      )(scene),
    401,
    'signature-wrong',
  ],
  [
    'signed over another body',
    (scene) => {
      const { headers, body } = resealed(() => ({}))(scene)
      return { headers, body: body.replace('支付成功', '支付成工') }
    },
    401,
    'signature-wrong',
  ],
  [
    'a probe of WeChat',
    resigned((body) => ({ ...signedHeaders(body), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/a' })),
    401,
    'signature-wrong',
  ],
  [
    'one bit of the tag turned',
    resealed(() => ({}), {
      alter: (bytes) => {
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
        return bytes
      },
    }),
    400,
    'tag-wrong',
  ],
  [
    'the tag zeroed',
    resealed(() => ({}), { alter: (bytes) => bytes.fill(0, bytes.length - 16) }),
    400,
    'tag-wrong',
  ],
  [
    'one bit of the sealed text turned',
    resealed(() => ({}), {
      alter: (bytes) => {
        bytes[0] = (bytes[0] ?? 0) ^ 1
        return bytes
      },
    }),
    400,
    'tag-wrong',
  ],
  [
    'sealed under another key',
    (scene) => {
      const body = sealedBody(scene.genuine, {
        apiV3Key: 'another APIv3 key of 32 characters'.slice(0, 32),
      })
      return { headers: signedHeaders(body), body }
    },
    400,
    'tag-wrong',
  ],
  [
    'no JSON',
    () => ({ headers: signedHeaders('<xml/>'), body: '<xml/>' }),
    400,
    'notice-malformed',
  ],
  ['not paid', resealed(() => ({ trade_state: 'NOTPAY' })), 400, 'notice-malformed'],
  [
    'an amount in yuan',
    resealed(() => ({ amount: { total: 28.5, currency: 'CNY' } })),
    400,
    'notice-malformed',
  ],
  ['another merchant', resealed(() => ({ mchid: '1900000009' })), 403, 'not-our-merchant'],
  ['another app', resealed(() => ({ appid: 'wx00000000000000ff' })), 403, 'not-our-app'],
  [
    'another currency',
    resealed(() => ({ amount: { total: 2800, currency: 'HKD' } })),
    403,
    'currency-wrong',
  ],
  ['no order named', resealed(() => ({ attach: '' })), 403, 'not-this-order'],
  ['an unknown order', resealed(() => ({ attach: 'TEA9999' })), 404, 'order-unknown'],
  [
    "another order's number",
    resealed(({ order, environment }) => ({
      out_trade_no: outTradeNo(environment, { ...order, id: 'TEA9999' }, 1),
    })),
    403,
    'not-this-order',
  ],
  [
    "another environment's number",
    resealed(({ order }) => ({ out_trade_no: outTradeNo('staging', order, 1) })),
    403,
    'not-this-order',
  ],
  [
    'one fen less',
    resealed(() => ({ amount: { total: 2799, payer_total: 2799, currency: 'CNY' } })),
    409,
    'unexpected-price',
  ],
  [
    'the price only as payer_total',
    resealed(() => ({ amount: { total: 1, payer_total: 2800, currency: 'CNY' } })),
    409,
    'unexpected-price',
  ],
  [
    'a refund as a payment',
    resealed(() => ({}), { eventType: 'REFUND.SUCCESS' }),
    501,
    'notice-unhandled',
  ],
  [
    'another product',
    resealed(() => ({}), { originalType: 'profitsharing' }),
    501,
    'notice-unhandled',
  ],
]

async function setScene(): Promise<Scene> {
  const environment = 'production'
  const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { environment } })
  const order = shop.orders.add()
  const { appId: appid, mchId: mchid } = shop.simulator.credentials
  const genuine = {
    appid,
    mchid,
    out_trade_no: outTradeNo(environment, order, 1),
    transaction_id: '4200000000202611230000000001',
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'OTHERS',
    attach: order.id,
    success_time: '2026-11-23T09:41:05+08:00',
    payer: { openid: 'oSecretOpenidOfTheTestPayer1' },
    amount: { total: 2800, payer_total: 2800, currency: 'CNY', payer_currency: 'CNY' },
  }
  return { shop, order, genuine, environment }
}

function send(shop: Shop, { headers, body }: Forged): Promise<Response> {
  return fetch(`${shop.url}/weixin/notify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
}

describe('a forged notice changes nothing', () => {
  it.each(forgeries)('%s', async (_name, forge, status, code) => {
    const scene = await setScene()
    const { shop, order } = scene
    const reply = await send(shop, forge(scene))
    expect({ status: reply.status, body: await reply.json() }).toEqual({
      status,
      body: { code: 'FAIL', message: code },
    })
    expect(shop.orders.row(order.id).paidBy).toBeNull()
    expect(shop.orders.paidCalls).toEqual([])
    expect(shop.alerts).toHaveLength(1)
    expect(shop.alerts[0]?.error.code).toBe(code)
    expect(shop.logged.join('\n')).not.toContain('oSecretOpenid')
    expect(shop.logged.join('\n')).not.toContain(shop.simulator.credentials.apiV3Key)
  })

  it('while the genuine one, made the same way, pays the order', async () => {
    const scene = await setScene()
    const reply = await send(scene.shop, resealed(() => ({}))(scene))
    expect(reply.status).toBe(204)
    expect(scene.shop.orders.row(scene.order.id).paidBy).toBe('4200000000202611230000000001')
  })
})

describe('alerts', () => {
  it('count what is unverified, and tell it once a minute', async () => {
    let now = Date.now()
    const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { now: () => now } })
    for (let i = 0; i < 5; i += 1) await send(shop, { headers: {}, body: '{}' })
    expect(shop.alerts).toMatchObject([{ kind: 'unverified', count: 1 }])
    now += 60_000
    await send(shop, { headers: {}, body: '{}' })
    expect(shop.alerts[1]).toMatchObject({ kind: 'unverified', count: 5 })
  })

  it('tell what was refused after it was verified, once for each code and number', async () => {
    const scene = await setScene()
    for (let i = 0; i < 3; i += 1)
      await send(scene.shop, resealed(() => ({ attach: 'TEA9999' }))(scene))
    expect(scene.shop.alerts).toMatchObject([
      {
        kind: 'refused',
        outTradeNo: scene.genuine['out_trade_no'],
        error: { code: 'order-unknown' },
      },
    ])
  })
})
