import { bodyParser } from '@koa/bodyparser'
import { koaBody } from 'koa-body'
import { outTradeNo } from '../../src/protocol/out-trade-no.ts'
import { sealedBody, signedHeaders, WEIXIN_KEYS, type Sealing } from '../as-weixin.ts'
import { openShop, type Shop, type ShopOptions } from '../shop.ts'
import { teaOrders, type TeaOrder } from '../tea-orders.ts'
import type { Front, Sent } from './raw-http.ts'

/** One order under attack, and one server for each thing that may stand in front of `notify`. */
export interface Fixture {
  shops: Record<Front, Shop>
  order: TeaOrder
  /** What WeChat would say of this order's payment. */
  genuine: Record<string, unknown>
  environment: string
  apiV3Key: string
  merchantKey: string
}

export const OPENID = 'oSecretOpenidOfTheTestPayer1'
export const TRANSACTION_ID = '4200000202611230000000001'
export const seconds = (): number => Math.floor(Date.now() / 1000)

export async function openFixture(onEnd?: ShopOptions['onEnd']): Promise<Fixture> {
  const environment = 'production'
  const orders = teaOrders()
  const shared = { orders, weixin: { environment }, ...(onEnd && { onEnd }) }
  const bare = await openShop({ ...shared, simulator: { keys: WEIXIN_KEYS } })
  const { simulator } = bare
  const behind = (before: ShopOptions['before'] & {}): Promise<Shop> =>
    openShop({ ...shared, simulator, before })
  const order = orders.add()
  const { appId: appid, mchId: mchid, apiV3Key, privateKey } = simulator.credentials
  return {
    order,
    environment,
    apiV3Key,
    merchantKey: privateKey,
    shops: {
      nothing: bare,
      'koa-body': await behind((app) => app.use(koaBody())),
      'koa-body, bytes kept': await behind((app) => app.use(koaBody({ includeUnparsed: true }))),
      '@koa/bodyparser': await behind((app) => app.use(bodyParser())),
    },
    genuine: {
      appid,
      mchid,
      out_trade_no: outTradeNo(environment, order, 1),
      transaction_id: TRANSACTION_ID,
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      bank_type: 'OTHERS',
      attach: order.id,
      success_time: '2026-11-23T09:41:05+08:00',
      payer: { openid: OPENID },
      amount: { total: 2800, payer_total: 2800, currency: 'CNY', payer_currency: 'CNY' },
    },
  }
}

/** How a notification of this fixture is made. */
export type Forge = (fixture: Fixture) => Sent

export const post = (headers: Sent['headers'], body: Sent['body']): Sent => ({
  headers: { 'content-type': 'application/json', ...headers },
  body,
})

/** The genuine notification of the order's payment. */
export const genuine: Forge = ({ genuine: resource, apiV3Key }) => {
  const body = sealedBody(resource, { apiV3Key })
  return post(signedHeaders(body), body)
}

/** The genuine notification with its headers changed after it was signed. */
export const headed =
  (change: (headers: Record<string, string>) => Sent['headers']): Forge =>
  (fixture) => {
    const sent = genuine(fixture)
    return { ...sent, headers: change(sent.headers as Record<string, string>) }
  }

/** The genuine body, signed in another way. */
export const signed =
  (sign: (body: string, fixture: Fixture) => Record<string, string>): Forge =>
  (fixture) => {
    const body = sealedBody(fixture.genuine, fixture)
    return post(sign(body, fixture), body)
  }

/** What WeChat says is changed, then sealed and signed as WeChat does. */
export const saying =
  (change: (fixture: Fixture) => object, sealing: Omit<Sealing, 'apiV3Key'> = {}): Forge =>
  (fixture) => {
    const { apiV3Key } = fixture
    const body = sealedBody({ ...fixture.genuine, ...change(fixture) }, { apiV3Key, ...sealing })
    return post(signedHeaders(body), body)
  }

/** Any text inside of the sealed part, signed as WeChat does. */
export const sealing =
  (text: (genuineText: string, fixture: Fixture) => string): Forge =>
  (fixture) => {
    const inside = text(JSON.stringify(fixture.genuine), fixture)
    const body = sealedBody(inside, { apiV3Key: fixture.apiV3Key })
    return post(signedHeaders(body), body)
  }

/** The envelope's text is changed, then signed as WeChat does. */
export const enveloped =
  (change: (body: string, fixture: Fixture) => string): Forge =>
  (fixture) => {
    const body = change(sealedBody(fixture.genuine, fixture), fixture)
    return post(signedHeaders(body), body)
  }

/** The sealed part's own fields are changed, then the whole is signed as WeChat does. */
export const resealed = (change: (resource: Resource, fixture: Fixture) => object): Forge =>
  enveloped((body, fixture) => {
    const notification = JSON.parse(body) as { resource: Resource }
    return JSON.stringify({
      ...notification,
      resource: { ...notification.resource, ...change(notification.resource, fixture) },
    })
  })

export interface Resource {
  algorithm: string
  ciphertext: string
  associated_data: string
  nonce: string
}

/** One forged notification: only the step that `code` names can refuse it. Null: `notify` is not reached. */
export type Attack = [name: string, forge: Forge, status: number, code: string | null]
