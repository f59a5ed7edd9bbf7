import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ErrorResponse, JssdkConfig } from 'weixin-contract'
import type { Http, HttpResponse } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { openShop } from './shop.ts'

const configFor = (url: string): string => `/weixin/config?url=${encodeURIComponent(url)}`

/** Counts calls, and keeps what WeChat lent. */
function countingHttp() {
  const real = axiosHttp()
  const calls: string[] = []
  let ticket = ''
  const http: Http = async (request) => {
    calls.push(new URL(request.url).pathname)
    const response = await real(request)
    const { ticket: cached } = JSON.parse(response.body.toString()) as { ticket?: string }
    ticket = cached ?? ticket
    return response
  }
  return { http, calls, ticket: () => ticket }
}

describe('signing pages', () => {
  it.each(['', '/', '/orders?id=1&from=singlemessage', '/?code=a%2Bb', '/路径?q=茶'])(
    'gives wx.config its four fields for our own %s',
    async (path) => {
      const wire = countingHttp()
      const shop = await openShop({ weixin: { http: wire.http } })
      const url = shop.url + path
      const answer = await shop.client().get(configFor(`${url}#pay`))
      const { appId, timestamp, nonceStr, signature, ...rest } = answer.body as JssdkConfig
      expect(rest).toEqual({})
      expect(appId).toBe(shop.simulator.credentials.appId)
      expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(5)
      expect(nonceStr).toMatch(/^[0-9a-f]{32}$/)
      const text = `jsapi_ticket=${wire.ticket()}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`
      expect(signature).toBe(createHash('sha1').update(text).digest('hex'))
      expect(answer.headers.get('cache-control')).toBe('no-store')
    },
  )

  it.each([
    ['nothing', '', 400, 'url-missing'],
    ['two addresses', '?url=a&url=b', 400, 'url-missing'],
    ['another host', '?url=https%3A%2F%2Fevil.example%2F', 403, 'url-not-ours'],
    ['another port', '?url=http%3A%2F%2Flocalhost%3A1%2F', 403, 'url-not-ours'],
    ['no address', '?url=tea', 403, 'url-not-ours'],
    ['javascript:', '?url=javascript%3Aalert(1)', 403, 'url-not-ours'],
  ])('refuses %s', async (_name, query, status, code) => {
    const shop = await openShop()
    const answer = await shop.client().get(`/weixin/config${query}`)
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([status, code])
    expect(shop.simulator.log()).toEqual([])
  })

  it.each([
    (origin: string) => origin.replace('http:', 'https:'),
    (origin: string) => origin.replace('//', '//user@'),
    (origin: string) => origin.replace('//', '//user:password@'),
    (origin: string) => `${origin}.evil.example/`,
    (origin: string) => `${origin}@evil.example/`,
    (origin: string) => `${origin}/a\\b`,
    (origin: string) => `${origin}/a\nb`,
    (origin: string) => ` ${origin}/`,
    (origin: string) => `${origin}/${'a'.repeat(5000)}`,
  ])('refuses what only looks like ours: %s', async (disguise) => {
    const shop = await openShop()
    const answer = await shop.client().get(configFor(disguise(shop.url)))
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([
      403,
      'url-not-ours',
    ])
  })

  it('signs for the origins of allowedOrigins too', async () => {
    const shop = await openShop({ weixin: { allowedOrigins: ['https://m.tea.example.com'] } })
    const answer = await shop.client().get(configFor('https://m.tea.example.com/?a=1'))
    expect(answer.status).toBe(200)
  })
})

describe('tokens and tickets', () => {
  it('a thousand cold requests make one token call and one ticket call', async () => {
    const wire = countingHttp()
    const shop = await openShop({ weixin: { http: wire.http } })
    const requests = Array.from({ length: 1000 }, () => shop.weixin.jssdk.sign(`${shop.url}/`))
    await Promise.all(requests)
    expect(wire.calls).toEqual(['/cgi-bin/stable_token', '/cgi-bin/ticket/getticket'])
  })

  it('are asked for again when their own expires_in is nearly over, and not before', async () => {
    let now = Date.now()
    const wire = countingHttp()
    const shop = await openShop({ weixin: { http: wire.http, now: () => now } })
    const sign = () => shop.weixin.jssdk.sign(`${shop.url}/`)
    await sign()
    now += 6899_000
    await sign()
    expect(wire.calls).toHaveLength(2)
    now += 2_000
    await sign()
    await expect.poll(() => wire.calls).toHaveLength(4)
  })

  it('a failing WeChat is called once more at once, then again after a pause', async () => {
    let now = Date.now()
    const real = axiosHttp()
    const calls: string[] = []
    let isAway = true
    const away: HttpResponse = {
      status: 200,
      headers: {},
      body: Buffer.from('{"errcode":-1,"errmsg":"system error rid: 6aac005a-01bfdbee-79769285"}'),
    }
    const shop = await openShop({
      weixin: {
        now: () => now,
        http: async (request) => {
          calls.push(request.url)
          return isAway ? away : real(request)
        },
      },
    })
    const send = async () => shop.client().get(configFor(`${shop.url}/`))
    for (const answer of await Promise.all([send(), send(), send()]))
      expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([
        502,
        'weixin-unreachable',
      ])
    // Once, and once more after a moment, for all three together.
    expect(calls).toHaveLength(2)
    isAway = false
    now += 2_000
    expect((await send()).status).toBe(200)
  })

  it.each<[string, string, Omit<HttpResponse, 'headers'>]>([
    ['token', '-1', { status: 200, body: Buffer.from('{"errcode":-1,"errmsg":"system error"}') }],
    ['ticket', '-1', { status: 200, body: Buffer.from('{"errcode":-1,"errmsg":"system error"}') }],
    ['token', '502', { status: 502, body: Buffer.from('<html>502 Bad Gateway</html>') }],
    ['ticket', '502', { status: 502, body: Buffer.from('<html>502 Bad Gateway</html>') }],
  ])('one %s call that fails with %s fails no page', async (call, _, failure) => {
    const real = axiosHttp()
    let failures = 1
    const shop = await openShop({
      weixin: {
        http: async (request) => {
          if (!request.url.includes(call) || failures === 0) return real(request)
          failures -= 1
          return { ...failure, headers: {} }
        },
      },
    })
    expect((await shop.client().get(configFor(`${shop.url}/`))).status).toBe(200)
    expect(failures).toBe(0)
  })

  it.each(['0', '-1', '"7200"', '"soon"', 'null', '1e999'])(
    'a life of %s seconds does not call WeChat for each page',
    async (life) => {
      const real = axiosHttp()
      const calls: string[] = []
      const shop = await openShop({
        weixin: {
          http: async (request) => {
            calls.push(request.url)
            const response = await real(request)
            const body = response.body
              .toString()
              .replace(/"expires_in":\d+/, `"expires_in":${life}`)
            return { ...response, body: Buffer.from(body) }
          },
        },
      })
      for (let i = 0; i < 5; i += 1)
        expect((await shop.client().get(configFor(`${shop.url}/`))).status).toBe(200)
      expect(calls).toHaveLength(2)
    },
  )

  it.each(['access_token', 'ticket'])('an empty %s signs no page', async (field) => {
    const real = axiosHttp()
    const http: Http = async (request) => {
      const response = await real(request)
      const text = response.body
        .toString()
        .replace(new RegExp(`"${field}":"[^"]*"`), `"${field}":""`)
      return { ...response, body: Buffer.from(text) }
    }
    const shop = await openShop({ weixin: { http } })
    const { status, body } = await shop.client().get(configFor(`${shop.url}/`))
    expect([status, (body as ErrorResponse).error.code]).toEqual([502, 'response-malformed'])
  })

  /** Returns a token that WeChat rejects, the first time or always. */
  function staleToken(times: number) {
    const wire = countingHttp()
    let cached = 0
    const http: Http = async (request) => {
      const response = await wire.http(request)
      if (!request.url.endsWith('/stable_token') || (cached += 1) > times) return response
      return { ...response, body: Buffer.from('{"access_token":"stale","expires_in":7200}') }
    }
    return { http, calls: wire.calls }
  }

  it('a token that WeChat no longer takes is renewed once, and the call repeated once', async () => {
    const { http, calls } = staleToken(1)
    const shop = await openShop({ weixin: { http } })
    await shop.weixin.jssdk.sign(`${shop.url}/`)
    expect(calls.map((path) => path.split('/').at(-1))).toEqual([
      'stable_token',
      'getticket',
      'stable_token',
      'getticket',
    ])
  })

  it('but not repeated when the same token comes again', async () => {
    const { http, calls } = staleToken(2)
    const shop = await openShop({ weixin: { http } })
    await expect(shop.weixin.jssdk.sign(`${shop.url}/`)).rejects.toMatchObject({
      code: 'weixin-refused',
    })
    expect(calls.map((path) => path.split('/').at(-1))).toEqual([
      'stable_token',
      'getticket',
      'stable_token',
    ])
  })
})

describe('what a person has to mend', () => {
  it.each([
    [40013, 'invalid appid', 'account-wrong'],
    [40125, 'invalid appsecret', 'account-wrong'],
    [41002, 'appid missing', 'account-wrong'],
    [
      40164,
      'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist',
      'address-not-allowed',
    ],
    [61004, 'access clientip is not registered', 'address-not-allowed'],
    [45009, 'reach max api daily quota limit', 'quota-reached'],
  ])('%i never loops, and says whose turn it is', async (errcode, errmsg, code) => {
    const calls: string[] = []
    const body = Buffer.from(JSON.stringify({ errcode, errmsg: `${errmsg} rid: 6aac-01bf-7976` }))
    const shop = await openShop({
      weixin: {
        http: async ({ url }) => {
          calls.push(url)
          return { status: 200, headers: {}, body }
        },
      },
    })
    const answers = [1, 2, 3].map(() => shop.client().get(configFor(`${shop.url}/`)))
    for (const answer of await Promise.all(answers))
      expect((answer.body as ErrorResponse).error.code).toBe(code)
    expect(calls).toHaveLength(1)
    const logged = shop.logged.join('\n')
    expect(logged).toContain(errmsg)
    expect(logged).not.toContain(shop.simulator.credentials.appSecret)
  })

  it('40164 names the address to add', async () => {
    const body =
      '{"errcode":40164,"errmsg":"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist"}'
    const shop = await openShop({
      weixin: { http: async () => ({ status: 200, headers: {}, body: Buffer.from(body) }) },
    })
    await expect(shop.weixin.jssdk.sign(`${shop.url}/`)).rejects.toMatchObject({
      detail: '203.0.113.7',
    })
  })
})

describe('the classic token', () => {
  it('is fetched where the app says so', async () => {
    const wire = countingHttp()
    const shop = await openShop({ weixin: { http: wire.http, tokenEndpoint: 'classic' } })
    await shop.weixin.jssdk.sign(`${shop.url}/`)
    expect(wire.calls).toEqual(['/cgi-bin/token', '/cgi-bin/ticket/getticket'])
  })

  it('that another server has retired is renewed once, and the call repeated', async () => {
    let now = Date.now()
    const wire = countingHttp()
    const shop = await openShop({
      weixin: { http: wire.http, now: () => now, tokenEndpoint: 'classic' },
    })
    await shop.weixin.jssdk.sign(`${shop.url}/`)
    const { appId, appSecret } = shop.simulator.credentials
    const query = new URLSearchParams({
      grant_type: 'client_credential',
      appid: appId,
      secret: appSecret,
    })
    // Another server asks twice, and the five minutes in which old tokens still work pass.
    await fetch(`${shop.simulator.url}/cgi-bin/token?${query}`)
    await shop.simulator.advance(301)
    now += 6920_000
    wire.calls.length = 0
    // The ticket is renewed behind the answer, with a token that turns out to be dead.
    await shop.weixin.jssdk.sign(`${shop.url}/`)
    await expect
      .poll(() => wire.calls)
      .toEqual(['/cgi-bin/ticket/getticket', '/cgi-bin/token', '/cgi-bin/ticket/getticket'])
  })
})
