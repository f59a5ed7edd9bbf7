import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { callPhone, ORIGIN } from './phone.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

test('only pages of this machine may ask the phone', async () => {
  const preflight = (origin: string) =>
    fetch(`${weixin.url}/simulator/phone/config`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
  for (const origin of [ORIGIN, 'http://127.0.0.1:3000', weixin.url]) {
    const allowed = await preflight(origin)
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin)
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true')
  }
  for (const origin of ['https://evil.example.com', 'http://localhost.evil.example.com', 'null']) {
    const refused = await preflight(origin)
    expect(refused.status).toBe(403)
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    expect((await callPhone(weixin, 'payments/wx00', {}, { origin })).status).toBe(403)
  }
})

test('a picture from elsewhere can not pay', async () => {
  const prepayId = await merchant(weixin).prepayId()
  const response = await fetch(`${weixin.url}/simulator/phone/payments/${prepayId}`)
  expect(response.status).toBe(405)
  expect(weixin.orders().find((order) => order.prepayId === prepayId)?.tradeState).toBe('NOTPAY')
})

test('the bridge script is served', async () => {
  const response = await fetch(`${weixin.url}/simulator/bridge.js`)
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(await response.text()).toContain('WeixinJSBridge')
})
