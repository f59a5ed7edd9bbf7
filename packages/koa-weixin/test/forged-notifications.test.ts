import { describe, expect, it } from 'vitest'
import { WEIXIN_KEYS } from './as-weixin.ts'
import { genuine, post, saying, openFixture } from './forged-notifications/fixture.ts'
import { send } from './forged-notifications/raw-http.ts'
import { openShop } from './shop.ts'

/** The tables in `forged-notifications/` say what is refused, and by which step; this file checks the alerts. */
describe('alerts of forged notifications', () => {
  it('count what is unverified, and tell it once a minute', async () => {
    let now = Date.now()
    const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { now: () => now } })
    for (let i = 0; i < 5; i += 1) await send(shop.url, post({}, '{}'))
    expect(shop.alerts).toMatchObject([{ kind: 'unverified', count: 1 }])
    now += 60_000
    await send(shop.url, post({}, '{}'))
    expect(shop.alerts[1]).toMatchObject({ kind: 'unverified', count: 5 })
  })

  it('count the probes of WeChat among them', async () => {
    const fixture = await openFixture()
    const { nothing: shop } = fixture.shops
    const sent = genuine(fixture)
    const headers = { ...sent.headers, 'wechatpay-signature': 'WECHATPAY/SIGNTEST/a' }
    await send(shop.url, { ...sent, headers })
    expect(shop.alerts).toMatchObject([{ kind: 'unverified', count: 1, probes: 1 }])
  })

  it('tell what was refused after it was verified, once for each code and number', async () => {
    const fixture = await openFixture()
    const { nothing: shop } = fixture.shops
    for (let i = 0; i < 3; i += 1)
      await send(shop.url, saying(() => ({ attach: 'TEA9999' }))(fixture))
    await send(shop.url, saying(() => ({ mchid: '1900000009' }))(fixture))
    const outTradeNo = fixture.genuine['out_trade_no']
    expect(shop.alerts).toMatchObject([
      { kind: 'refused', outTradeNo, error: { code: 'order-unknown' } },
      { kind: 'refused', outTradeNo, error: { code: 'not-our-merchant' } },
    ])
  })
})
