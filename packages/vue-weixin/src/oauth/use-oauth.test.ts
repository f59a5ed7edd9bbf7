import axios from 'axios'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { manualClock } from '../../test/manual-clock.ts'
import { type Merchant, failure, startMerchant } from '../../test/merchant.ts'
import { component, fakeWindow } from '../../test/page.ts'
import { useOAuth } from './use-oauth.ts'

const ming = { nickname: '小明', avatar: null, isSnapshot: false }
let merchant: Merchant
beforeEach(async () => {
  merchant = await startMerchant()
  merchant.answers['GET /weixin/user'] = { body: { user: ming } }
})
afterEach(() => merchant.close())

const page = (more = {}) => ({ base: `${merchant.url}/weixin`, window: fakeWindow(), ...more })

test('requests the user once for the whole app', async () => {
  const { used: header, weixin } = component(() => useOAuth(), page())
  const { used: orders } = component(() => useOAuth(), weixin)
  expect([header.user.value, header.isLoading.value]).toEqual([null, true])
  await expect.poll(() => header.user.value).toEqual(ming)
  expect(orders.user.value).toEqual(ming)
  const { used: later } = component(() => useOAuth(), weixin)
  expect([later.user.value, later.isLoading.value]).toEqual([ming, false])
  expect(merchant.requests).toEqual(['GET /weixin/user'])
})

test('refresh asks again', async () => {
  merchant.answers['GET /weixin/user'] = { body: { user: null } }
  const { used: oauth } = component(() => useOAuth(), page())
  await expect.poll(() => oauth.isLoading.value).toBe(false)
  expect(oauth.user.value).toBeNull()
  merchant.answers['GET /weixin/user'] = { body: { user: ming } }
  await oauth.refresh()
  expect(oauth.user.value).toEqual(ming)
})

test('a failure shows, does not reject, and is not remembered', async () => {
  merchant.answers['GET /weixin/user'] = [failure(503, 'busy'), { body: { user: ming } }]
  const { used: oauth, weixin } = component(() => useOAuth(), page())
  await expect.poll(() => oauth.error.value?.code).toBe('busy')
  const { used: again } = component(() => useOAuth(), weixin)
  await expect.poll(() => again.user.value).toEqual(ming)
  expect(oauth.error.value).toBeNull()
})

test('signIn goes to the server with the method back', () => {
  const left: string[] = []
  const navigate = (to: string) => void left.push(to)
  const { used: oauth } = component(() => useOAuth(), page({ base: '/shop/weixin/', navigate }))
  oauth.signIn()
  oauth.signIn({ scope: 'snsapi_userinfo', returnTo: '/me' })
  expect(left).toEqual([
    '/shop/weixin/oauth?returnTo=%2Forders%3Fpage%3D2%23top',
    '/shop/weixin/oauth?scope=snsapi_userinfo&returnTo=%2Fme',
  ])
})

test('signIn goes to the address of the last 401', async () => {
  const more = { signIn: 'https://tea.example.com/weixin/oauth?from=page' }
  merchant.answers['GET /weixin/user'] = failure(401, 'sign-in-required', more)
  const window = fakeWindow()
  const { used: oauth } = component(() => useOAuth(), page({ window }))
  await expect.poll(() => oauth.error.value?.signIn).toBe(more.signIn)
  oauth.signIn({ returnTo: '/' })
  expect(window.left).toEqual(['https://tea.example.com/weixin/oauth?from=page&returnTo=%2F'])
})

test('on a server it requests nothing, and is loading as in the first render of a browser', () => {
  const { used: oauth } = component(() => useOAuth(), { base: `${merchant.url}/weixin` })
  expect([oauth.user.value, oauth.isLoading.value]).toEqual([null, true])
  expect(merchant.requests).toEqual([])
})

describe('signOut', () => {
  test('ends the session on the server', async () => {
    merchant.answers['POST /weixin/sign-out'] = { status: 204, type: 'text/plain', body: '' }
    const { used: oauth } = component(() => useOAuth(), page())
    await expect.poll(() => oauth.user.value).toEqual(ming)
    await oauth.signOut()
    expect([oauth.user.value, oauth.error.value, oauth.isLoading.value]).toEqual([
      null,
      null,
      false,
    ])
    expect(merchant.requests).toEqual(['GET /weixin/user', 'POST /weixin/sign-out'])
  })

  test('shows a failure, and the user stays', async () => {
    merchant.answers['POST /weixin/sign-out'] = failure(503, 'busy')
    const { used: oauth } = component(() => useOAuth(), page())
    await expect.poll(() => oauth.user.value).toEqual(ming)
    await oauth.signOut()
    expect([oauth.user.value, oauth.error.value?.code]).toEqual([ming, 'busy'])
  })
})

test('signIn by this page asks the server for the address and goes there', async () => {
  const consent = 'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1#wechat_redirect'
  merchant.answers['GET /weixin/oauth'] = { body: { url: consent } }
  const window = fakeWindow()
  const { used: oauth } = component(() => useOAuth(), page({ window }))
  oauth.signIn({ redirect: 'page', returnTo: '/me' })
  await expect.poll(() => window.left).toEqual([consent])
  expect(merchant.requests).toContain('GET /weixin/oauth?returnTo=%2Fme&mode=url')
  merchant.answers['GET /weixin/oauth'] = failure(503, 'busy')
  oauth.signIn({ redirect: 'page' })
  await expect.poll(() => oauth.error.value?.code).toBe('busy')
})

test('after the sign-in the page is scrolled to where it was', async () => {
  const scrolled: number[][] = []
  const window = Object.assign(fakeWindow(), {
    scrollX: 0,
    scrollY: 840,
    scrollTo: (...to: number[]) => void scrolled.push(to),
  })
  const before = component(() => useOAuth(), page({ window }))
  before.used.signIn()
  const { used: after } = component(() => useOAuth(), page({ window }))
  await expect.poll(() => after.user.value).toEqual(ming)
  await expect.poll(() => scrolled).toEqual([[0, 840]])
  window.location.pathname = '/me'
  before.used.signIn()
  window.location.pathname = '/orders'
  const { used: elsewhere } = component(() => useOAuth(), page({ window }))
  await expect.poll(() => elsewhere.user.value).toEqual(ming)
  expect(scrolled).toHaveLength(1)
})

describe('automatic sign-in', () => {
  const required = failure(401, 'sign-in-required', { signIn: '/weixin/oauth' })

  test('leaves once, whichever calls of the given axios need it, and whatever its interceptors hide', async () => {
    merchant.answers['GET /api/orders'] = required
    const http = axios.create({ baseURL: `${merchant.url}/api` })
    http.interceptors.response.use(undefined, () => Promise.reject(new Error('请求失败')))
    const window = fakeWindow()
    component(() => useOAuth({ signIn: 'automatic' }), page({ window, http }))
    component(() => useOAuth({ signIn: 'automatic' }), page({ window }))
    const calls = [http.get('/orders'), http.get('/orders'), http.get('/orders')]
    await Promise.allSettled(calls)
    expect(window.left).toEqual(['/weixin/oauth?returnTo=%2Forders%3Fpage%3D2%23top'])
  })

  test('also for the calls of this package', async () => {
    merchant.answers['GET /weixin/user'] = required
    const window = fakeWindow()
    component(() => useOAuth({ signIn: 'automatic' }), page({ window }))
    await expect.poll(() => window.left.length).toBe(1)
  })

  test('again for the user of a snapshot page, once for each page load', async () => {
    const user = { nickname: null, avatar: null, isSnapshot: true }
    merchant.answers['GET /weixin/user'] = { body: { user } }
    const window = fakeWindow()
    const load = async (): Promise<void> => {
      const { used } = component(() => useOAuth({ signIn: 'automatic' }), page({ window }))
      await expect.poll(() => used.user.value).not.toBeNull()
    }
    await load()
    expect(window.left).toHaveLength(1)
    // Back from there WeChat still has nobody else to offer; the bar of WeChat reloads the page when it has.
    await load()
    expect(window.left).toHaveLength(1)
    await load()
    expect(window.left).toHaveLength(2)
    merchant.answers['GET /weixin/user'] = { body: { user: { ...user, isSnapshot: false } } }
    await load()
    expect(window.left).toHaveLength(2)
  })

  test('not again within a minute for the same page', async () => {
    merchant.answers['GET /weixin/user'] = required
    const clock = manualClock()
    const window = fakeWindow()
    const load = async (): Promise<void> => {
      const { used } = component(() => useOAuth({ signIn: 'automatic' }), page({ window, clock }))
      await expect.poll(() => used.error.value?.code).toBe('sign-in-required')
    }
    await load()
    await load()
    expect(window.left).toHaveLength(1)
    await clock.advance(60_000)
    await load()
    expect(window.left).toHaveLength(2)
  })

  test('not at all where the browser blocks its storage: it keeps no cookie either', async () => {
    merchant.answers['GET /weixin/user'] = required
    const window = fakeWindow()
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new Error('SecurityError')
      },
    })
    const { used: oauth } = component(() => useOAuth({ signIn: 'automatic' }), page({ window }))
    await expect.poll(() => oauth.error.value?.code).toBe('sign-in-required')
    expect(window.left).toEqual([])
    oauth.signIn()
    expect(window.left).toHaveLength(1)
  })
})
