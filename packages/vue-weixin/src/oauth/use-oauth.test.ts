import { afterEach, beforeEach, expect, test } from 'vitest'
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

test('asks who visits once for the whole app', async () => {
  const { used: header, weixin } = component(useOAuth, page())
  const { used: orders } = component(useOAuth, weixin)
  expect([header.user.value, header.isLoading.value]).toEqual([null, true])
  await expect.poll(() => header.user.value).toEqual(ming)
  expect(orders.user.value).toEqual(ming)
  const { used: later } = component(useOAuth, weixin)
  expect([later.user.value, later.isLoading.value]).toEqual([ming, false])
  expect(merchant.asked).toEqual(['GET /weixin/user'])
})

test('refresh asks again', async () => {
  merchant.answers['GET /weixin/user'] = { body: { user: null } }
  const { used: oauth } = component(useOAuth, page())
  await expect.poll(() => oauth.isLoading.value).toBe(false)
  expect(oauth.user.value).toBeNull()
  merchant.answers['GET /weixin/user'] = { body: { user: ming } }
  await oauth.refresh()
  expect(oauth.user.value).toEqual(ming)
})

test('a failure shows, does not reject, and is not remembered', async () => {
  merchant.answers['GET /weixin/user'] = [failure(503, 'busy'), { body: { user: ming } }]
  const { used: oauth, weixin } = component(useOAuth, page())
  await expect.poll(() => oauth.error.value?.code).toBe('busy')
  const { used: again } = component(useOAuth, weixin)
  await expect.poll(() => again.user.value).toEqual(ming)
  expect(oauth.error.value).toBeNull()
})

test('signIn goes to the server with the method back', () => {
  const left: string[] = []
  const navigate = (to: string) => void left.push(to)
  const { used: oauth } = component(useOAuth, page({ base: '/shop/weixin/', navigate }))
  oauth.signIn()
  oauth.signIn({ scope: 'snsapi_userinfo', returnTo: '/me' })
  expect(left).toEqual([
    '/shop/weixin/oauth?returnTo=%2Forders%3Fpage%3D2%23top',
    '/shop/weixin/oauth?scope=snsapi_userinfo&returnTo=%2Fme',
  ])
})

test('signIn goes where the last 401 said', async () => {
  const more = { signIn: 'https://tea.example.com/weixin/oauth?from=page' }
  merchant.answers['GET /weixin/user'] = failure(401, 'sign-in-required', more)
  const window = fakeWindow()
  const { used: oauth } = component(useOAuth, page({ window }))
  await expect.poll(() => oauth.error.value?.signIn).toBe(more.signIn)
  oauth.signIn({ returnTo: '/' })
  expect(window.left).toEqual(['https://tea.example.com/weixin/oauth?from=page&returnTo=%2F'])
})

test('on a server it requests nothing, and is loading as in the first render of a browser', () => {
  const { used: oauth } = component(useOAuth, { base: `${merchant.url}/weixin` })
  expect([oauth.user.value, oauth.isLoading.value]).toEqual([null, true])
  expect(merchant.asked).toEqual([])
})
