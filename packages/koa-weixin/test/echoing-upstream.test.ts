import { expect, it } from 'vitest'
import type { Call, Http } from '../src/index.ts'
import { openShop, type ShopOptions } from './shop.ts'

/** A proxy in front of WeChat that refuses every call and repeats the request in its message. */
const echo: Http = async ({ url, headers, body = '' }) => {
  const text = `bad request ${url} ${JSON.stringify(headers)}\n[ERROR] forged line\n${body}${'x'.repeat(10_000)}`
  const { pathname } = new URL(url)
  const isPay = pathname.startsWith('/v3/') || pathname.startsWith('/pay/')
  const answer = isPay ? { code: 'PARAM_ERROR', message: text } : { errcode: 45009, errmsg: text }
  const xml = `<xml><return_code>FAIL</return_code><return_msg><![CDATA[${text.replaceAll(']]>', '')}]]></return_msg></xml>`
  return {
    status: pathname.startsWith('/v3/') ? 400 : 200,
    headers: { 'request-id': text },
    body: Buffer.from(pathname.startsWith('/pay/') ? xml : JSON.stringify(answer)),
  }
}

it.each<[string, NonNullable<ShopOptions['merchant']>]>([
  ['v3', {}],
  ['v2', { api: 'v2' }],
])('what an upstream repeats of our request reaches no log: %s', async (_, merchant) => {
  const openid = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
  const calls: Call[] = []
  const onCall = (call: Call): void => void calls.push(call)
  const shop = await openShop({ merchant, weixin: { http: echo, payer: () => openid, onCall } })
  const order = shop.orders.add({ openid })
  const someone = shop.client()
  const answers = [
    await someone.get(`/weixin/config?url=${encodeURIComponent(`${shop.url}/`)}`),
    await someone.signIn('?returnTo=/'),
    await someone.post(`/weixin/pay/${order.id}`),
    await someone.get(`/weixin/pay/${order.id}`),
  ]
  const written = [
    ...shop.logged,
    ...[...calls, ...answers.map(({ body }) => body)].map((one) => JSON.stringify(one)),
  ].join('\n')
  expect(calls.length).toBeGreaterThan(2)
  const { appSecret, apiV3Key, apiV2Key } = shop.simulator.credentials
  for (const secret of [appSecret, apiV3Key, apiV2Key, openid])
    expect(written).not.toContain(secret)
  expect(written).toContain('45009')
  expect(written).not.toMatch(/^\[ERROR\] forged line/m)
  expect(written.length).toBeLessThan(20_000)
})
