import { describe, expect, it } from 'vitest'
import type { Http, HttpRequest } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { codeOf, DAY, nextDay, START } from './bill-days.ts'

describe('the link to a bill', () => {
  /** WeChat's signed answer with another link in it; what would then be called is kept. */
  async function withLink(link: (url: string) => unknown, sign = true) {
    const real = axiosHttp()
    const called: string[] = []
    const http: Http = async (request: HttpRequest) => {
      called.push(request.url)
      const reply = await real(request)
      if (!request.url.includes('/v3/bill/')) return reply
      const text = reply.body.toString()
      const body = JSON.stringify({ ...JSON.parse(text), download_url: link(text) })
      const headers = sign
        ? signedHeaders(body, { timestamp: Math.floor(START / 1000) })
        : reply.headers
      return { ...reply, headers, body: Buffer.from(body) }
    }
    const shop = await nextDay({ simulator: { keys: WEIXIN_KEYS }, weixin: { http } })
    called.length = 0
    return { code: await codeOf(shop.weixin.bills.trades(DAY)), called }
  }

  it.each([
    'https://bills.example.com/v3/billdownload/file?token=x',
    'http://localhost.example.com/v3/billdownload/file',
    '/v3/billdownload/file?token=x',
    '',
  ])('is followed to WeChat Pay only, not to %j', async (url) => {
    const { code, called } = await withLink(() => url)
    expect(code).toBe('bill-link-elsewhere')
    expect(called).toHaveLength(1)
  })

  it('is refused with another host behind ours', async () => {
    const { code, called } = await withLink((text) =>
      new URL(JSON.parse(text).download_url).origin.concat('@example.com/'),
    )
    expect(code).toBe('bill-link-elsewhere')
    expect(called).toHaveLength(1)
  })

  it('is used only from a response that WeChat signed', async () => {
    const { code, called } = await withLink(() => 'http://localhost/', false)
    expect(code).toBe('response-unverified')
    // Asked once more, because it may have been a probe; the link was never followed.
    expect(called).toHaveLength(2)
    expect(new Set(called).size).toBe(1)
  })
})
