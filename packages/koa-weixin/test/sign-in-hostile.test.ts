import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorResponse } from 'weixin-contract'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { begin, cookiesOf, secretsOf, stateOf } from './hostile-requests/begin-sign-in.ts'
import { codes, cookies, redirects, scopes, states } from './hostile-requests/sign-ins.ts'
import { rawRequest, type RawReply } from './raw-request.ts'
import { openShop } from './shop.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await createSimulator()
})
afterAll(() => simulator.close())

describe.each([
  ['a place to return to', redirects],
  ['a scope', scopes],
  ['a state', states],
  ['a code', codes],
  ['a cookie', cookies],
])('hostile: %s', (_what, rows) => {
  it.each(rows)('%s: %i %s', async (_name, status, code, attack, weixin = {}) => {
    const shop = await openShop({ simulator, weixin })
    const given = await begin(shop)
    const answer = await attack(given)
    expect(answer.status).toBe(status)
    const { error } = JSON.parse(answer.body.toString()) as ErrorResponse
    expect(error.code).toBe(code)
    expect(Object.keys(error).filter((key) => key !== 'signIn')).toEqual([
      'code',
      'message',
      'id',
      'remedy',
    ])
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(cookiesOf(answer)).toEqual([])
    expect(answer.headers['location']).toBeUndefined()
    const sent = JSON.stringify(answer.headers) + answer.body
    for (const secret of secretsOf(given)) expect(sent).not.toContain(secret)
    expect(sent).not.toMatch(/evil|rid:|node_modules|\.ts:\d|<html/i)
    for (const secret of secretsOf(given)) expect(shop.logged.join()).not.toContain(secret)
    // A refusal is the user's affair; only what the server's people must see is logged.
    expect(shop.logged.length).toBe(status >= 500 ? 1 : 0)
  })
})

it('headers of 20,000 letters never reach us', async () => {
  const shop = await openShop({ simulator })
  const headers = { cookie: 'a'.repeat(20_000) }
  const answer = await rawRequest(shop.url, '/weixin/oauth', { headers })
  expect([answer.status, cookiesOf(answer)]).toEqual([431, []])
})

it('headers change neither where WeChat sends the user back to, nor the cookie', async () => {
  const shop = await openShop({ simulator })
  const honest = await rawRequest(shop.url, '/weixin/oauth')
  const forged = await rawRequest(shop.url, '/weixin/oauth', {
    headers: {
      host: 'evil.example',
      origin: 'https://evil.example',
      referer: 'https://evil.example/',
      forwarded: 'host=evil.example;proto=https',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-prefix': '//evil.example',
      'x-original-url': '//evil.example',
      'x-http-method-override': 'POST',
    },
  })
  const same = (response: RawReply): unknown[] => [
    response.status,
    String(response.headers['location']).replace(stateOf(response), ''),
    cookiesOf(response).map((one) =>
      one.replaceAll(/=[\w.-]{100,}/g, '').replace(stateOf(response), ''),
    ),
  ]
  expect(same(forged)).toEqual(same(honest))
  expect(forged.headers['access-control-allow-origin']).toBeUndefined()
})
