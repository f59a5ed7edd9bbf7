import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { callPhone, lastCall } from './phone.ts'

let weixin: Simulator
beforeEach(async () => {
  weixin = await createSimulator()
})
afterEach(() => weixin.close())

/** Whether a page at this address is let past the check of its domain. */
async function isJsDomain(current: string): Promise<boolean> {
  const args = { verifyAppId: weixin.credentials.appId }
  await callPhone(weixin, 'config', { landing: current, current, platform: 'android', args })
  return lastCall(weixin).reason?.code !== '40048'
}

const signIn = async (redirectUri: string): Promise<string | undefined> => {
  const query = `appid=${weixin.credentials.appId}&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&scope=snsapi_base&state=1`
  const headers = { 'user-agent': 'MicroMessenger' }
  await fetch(`${weixin.url}/connect/oauth2/authorize?${query}`, { headers, redirect: 'manual' })
  return lastCall(weixin).reason?.code
}

test('without a list each address of this machine is on record, and no other', async () => {
  expect(await isJsDomain('http://localhost:5173/a')).toBe(true)
  expect(await isJsDomain('http://127.0.0.1:80/a')).toBe(true)
  expect(await isJsDomain('https://tea.example.com/a')).toBe(false)
})

test('a list names each host, with a port or without; a sub-domain needs its own entry', async () => {
  weixin.phone.register({ jsDomains: ['tea.example.com', 'localhost:5173'] })
  expect(await isJsDomain('https://tea.example.com/a')).toBe(true)
  expect(await isJsDomain('https://tea.example.com:8443/a')).toBe(true)
  expect(await isJsDomain('https://shop.tea.example.com/a')).toBe(false)
  expect(await isJsDomain('http://localhost:5173/a')).toBe(true)
  expect(await isJsDomain('http://localhost:5174/a')).toBe(false)
  const { reason } = lastCall(weixin)
  expect(reason?.en).toContain('on record: tea.example.com, localhost:5173')
  expect(reason?.zh).toContain('JS接口安全域名')
})

test('the sign-in domain is another list', async () => {
  weixin.phone.register({ jsDomains: [], signInDomains: ['tea.example.com'] })
  expect(await signIn('https://tea.example.com/oauth')).toBeUndefined()
  expect(await signIn('http://localhost:5173/oauth')).toBe('10003')
})

test.each([
  ['six pay directories', { payDirectories: [1, 2, 3, 4, 5, 6].map((n) => `https://a.cn/${n}/`) }],
  ['a pay directory without its last slash', { payDirectories: ['https://a.cn/pay'] }],
  ['a pay directory with a query', { payDirectories: ['https://a.cn/pay/?a=1/'] }],
  ['three sign-in domains', { signInDomains: ['a.cn', 'b.cn', 'c.cn'] }],
  ['an address for a domain', { jsDomains: ['https://a.cn/'] }],
])('the console does not take %s', (_what, lists) => {
  const before = weixin.phone.registered()
  expect(() => weixin.phone.register(lists)).toThrow(/at most|must be/)
  expect(weixin.phone.registered()).toEqual(before)
})

test('the option and the HTTP control set the same lists', async () => {
  await weixin.close()
  weixin = await createSimulator({ registered: { h5Domains: ['tea.example.com'] } })
  const response = await fetch(`${weixin.url}/simulator/registered`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ payDirectories: ['https://tea.example.com/pay/'] }),
  })
  expect(await response.json()).toEqual({
    jsDomains: null,
    signInDomains: null,
    payDirectories: ['https://tea.example.com/pay/'],
    h5Domains: ['tea.example.com'],
  })
  await expect(
    createSimulator({ registered: { jsDomains: ['a', 'b', 'c', 'd', 'e', 'f'] } }),
  ).rejects.toThrow('at most 5')
})
