import { describe, expect, it } from 'vitest'
import { openShop } from '../shop.ts'

const TOKEN = 'a token of the tea shop'
const weixin = { doctor: { token: TOKEN } }
const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { redirect: 'manual', headers })

const PATHS = ['doctor', 'doctor/script.js', 'doctor/facts', `doctor?token=${TOKEN}`]

describe('GET doctor', () => {
  it.each(PATHS)('%s does not exist without the option', async (path) => {
    const shop = await openShop()
    expect((await get(`${shop.url}/weixin/${path}`)).status).toBe(404)
  })

  it.each([
    'doctor',
    'doctor/script.js',
    'doctor/facts',
    'doctor?token=',
    'doctor?token=another',
    `doctor?token=${TOKEN}&token=${TOKEN}`,
  ])('%s does not exist for who does not know the token', async (path) => {
    const shop = await openShop({ weixin })
    expect((await get(`${shop.url}/weixin/${path}`)).status).toBe(404)
  })

  it('exchanges the token for a cookie that lasts ten minutes, and shows nothing secret', async () => {
    let now = Date.now()
    const shop = await openShop({ weixin: { ...weixin, now: () => now } })
    const opened = await get(`${shop.url}/weixin/doctor?token=${encodeURIComponent(TOKEN)}`)
    expect([opened.status, opened.headers.get('location')]).toEqual([302, 'doctor?opened=1'])
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^weixin_doctor=\S+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/)
    const headers = { cookie: cookie.split(';')[0] ?? '' }
    const texts: string[] = []
    for (const path of ['doctor', 'doctor/script.js', 'doctor/facts']) {
      const response = await get(`${shop.url}/weixin/${path}`, headers)
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
      texts.push(await response.text())
    }
    const { appSecret, apiV3Key } = shop.simulator.credentials
    for (const secret of [TOKEN, appSecret, apiV3Key]) expect(texts.join()).not.toContain(secret)
    now += 601_000
    expect((await get(`${shop.url}/weixin/doctor`, headers)).status).toBe(404)
    expect((await get(`${shop.url}/weixin/doctor?opened=1`, headers)).status).toBe(401)
  })

  it.each([
    [{ doctor: { token: 'short' } }, 'doctor.token: a random text of at least 16 characters'],
    [{ doctor: true }, 'doctor: an object is required'],
    [{ doctor: {} }, 'doctor.token: missing'],
  ])('%j is refused', async (options, text) => {
    await expect(openShop({ weixin: options as never })).rejects.toThrow(text)
  })
})
