import { describe, expect, it } from 'vitest'
import type { ConfigDiagnosis, ConfigReport, ErrorResponse, JssdkConfig } from 'weixin-contract'
import { axiosHttp } from '../src/remote/http.ts'
import { phoneOf } from './mutations/phone.ts'
import { openShop, type Shop } from './shop.ts'

async function signed(shop: Shop, url: string): Promise<JssdkConfig> {
  const answer = await shop.client().get(`/weixin/config?url=${encodeURIComponent(url)}`)
  return answer.body as JssdkConfig
}

async function report(shop: Shop, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${shop.url}/weixin/config`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as unknown }
}

async function reportFor(shop: Shop, url: string, checkedUrl = url): Promise<ConfigReport> {
  const { timestamp, nonceStr, signature } = await signed(shop, url)
  return { url, checkedUrl, timestamp, nonceStr, signature }
}

describe('a page that WeChat refused', () => {
  it.each([
    ['&amp;', '/?a=1&amp;b=2', '/?a=1&b=2', 'amp'],
    ['a hash that was encoded', '/a%23/pay', '/a', 'hash'],
    ['encoded once too often', '/?q=%25E8%258C%25B6', '/?q=%E8%8C%B6', 'encoding'],
    ['not encoded', '/?q=茶', '/?q=%E8%8C%B6', 'encoding'],
    ['the landing page of iOS', '/orders', '/?code=1&state=2', 'landing'],
  ])('receives the first difference and its rule: %s', async (_name, url, page, rule) => {
    const shop = await openShop()
    const body = await reportFor(shop, shop.url + url, shop.url + page)
    const answer = await report(shop, body)
    expect(answer.status).toBe(200)
    const { difference, url: ours, config } = answer.body as ConfigDiagnosis
    expect(difference?.rule).toBe(rule)
    const at = difference?.at ?? -1
    expect(ours.slice(0, at)).toBe((shop.url + page).slice(0, at))
    expect(ours[at]).not.toBe((shop.url + page)[at])
    expect(config?.signature).toMatch(/^[0-9a-f]{40}$/)
  })

  it.each([
    ['scheme', 'http://localhost/', 'https://localhost/'],
    ['port', 'http://localhost:8080/', 'http://localhost/'],
  ])('receives that the %s differs', async (rule, url, page) => {
    const allowedOrigins = ['http://localhost:8080', 'https://localhost']
    const shop = await openShop({ weixin: { origin: 'http://localhost', allowedOrigins } })
    const answer = await report(shop, await reportFor(shop, url, page))
    expect((answer.body as ConfigDiagnosis).difference?.rule).toBe(rule)
  })

  it('gets a new ticket when the address was right, at most once a minute', async () => {
    const real = axiosHttp()
    let tickets = 0
    let now = Date.now()
    const shop = await openShop({
      weixin: {
        now: () => now,
        http: async (request) => {
          const response = await real(request)
          if (!request.url.includes('/getticket')) return response
          tickets += 1
          const body = JSON.stringify({ errcode: 0, ticket: `ticket ${tickets}`, expires_in: 7200 })
          return { ...response, body: Buffer.from(body) }
        },
      },
    })
    const url = `${shop.url}/`
    const first = await reportFor(shop, url)
    const healed = (await report(shop, first)).body as ConfigDiagnosis
    expect(healed).toMatchObject({ url, checkedUrl: url, difference: null })
    expect(healed.config).not.toBeNull()
    expect(tickets).toBe(2)

    // The same report again is about a ticket that is gone; a new one comes too early.
    expect(((await report(shop, first)).body as ConfigDiagnosis).config).not.toBeNull()
    const again = (await report(shop, await reportFor(shop, url))).body as ConfigDiagnosis
    expect(again.config).toBeNull()
    expect(tickets).toBe(2)

    now += 60_000
    await report(shop, await reportFor(shop, url))
    expect(tickets).toBe(3)
  })

  it('is accepted once its dead ticket is renewed', async () => {
    const shop = await openShop()
    const phone = phoneOf(shop.simulator)
    const url = `${shop.url}/`
    const first = await signed(shop, url)
    expect(await phone.config(url, first)).toMatch(/:ok$/)

    // The account's ticket is replaced behind our back: what we go on signing with is dead.
    await shop.simulator.faults.retireTicket()
    const refused = await signed(shop, url)
    expect(await phone.config(url, refused)).toContain('invalid signature')

    const { timestamp, nonceStr, signature } = refused
    const healed = await report(shop, { url, checkedUrl: url, timestamp, nonceStr, signature })
    const { config } = healed.body as ConfigDiagnosis
    if (!config) throw new Error('nothing was signed anew')
    expect(await phone.config(url, config)).toMatch(/:ok$/)
    expect(await phone.config(url, await signed(shop, url))).toMatch(/:ok$/)
  })

  it('drops no ticket for a signature that we never made', async () => {
    const shop = await openShop()
    const url = `${shop.url}/`
    const genuine = await reportFor(shop, url)
    await report(shop, { ...genuine, signature: '0'.repeat(40) })
    const calls = shop.simulator.log().filter(({ call }) => call.includes('getticket'))
    expect(calls).toHaveLength(1)
  })
})

describe('a report that is refused', () => {
  it.each([
    ['no JSON', 'tea', 400, 'report-malformed'],
    ['nothing', '', 400, 'report-malformed'],
    ['null', 'null', 400, 'report-malformed'],
    ['a field missing', { nonceStr: undefined }, 400, 'report-malformed'],
    ['a field of another type', { timestamp: '1' }, 400, 'report-malformed'],
    ['an address of others', { url: 'https://evil.example/' }, 403, 'url-not-ours'],
    ['a page of others', { checkedUrl: 'https://evil.example/' }, 403, 'url-not-ours'],
  ])('%s', async (_name, change, status, code) => {
    const shop = await openShop()
    const genuine = await reportFor(shop, `${shop.url}/`)
    const body = typeof change === 'string' ? change : { ...genuine, ...change }
    const answer = await report(shop, body)
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([status, code])
  })

  it('from a page of another origin', async () => {
    const shop = await openShop()
    const genuine = await reportFor(shop, `${shop.url}/`)
    const answer = await report(shop, genuine, { origin: 'https://evil.example' })
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([
      403,
      'url-not-ours',
    ])
  })

  it('while one with our own origin is taken', async () => {
    const shop = await openShop()
    const genuine = await reportFor(shop, `${shop.url}/`)
    expect((await report(shop, genuine, { origin: shop.url })).status).toBe(200)
  })
})
