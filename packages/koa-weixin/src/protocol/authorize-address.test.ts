import { expect, it } from 'vitest'
import { authorizeAddress } from './authorize-address.ts'

it('keeps the order that WeChat matches, and encodes the return address once', () => {
  const address = authorizeAddress({
    open: 'https://open.weixin.qq.com',
    appId: 'wx1234567890abcdef',
    redirectUri: 'https://tea.example.com/weixin/oauth?a=1&b=2',
    scope: 'snsapi_userinfo',
    state: 'abc123',
  })
  expect(address).toBe(
    'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1234567890abcdef' +
      '&redirect_uri=https%3A%2F%2Ftea.example.com%2Fweixin%2Foauth%3Fa%3D1%26b%3D2' +
      '&response_type=code&scope=snsapi_userinfo&state=abc123#wechat_redirect',
  )
})

it('puts what it forces behind the state, and before the hash', () => {
  const address = authorizeAddress({
    open: 'https://open.weixin.qq.com',
    appId: 'wx1234567890abcdef',
    redirectUri: 'https://tea.example.com/weixin/oauth',
    scope: 'snsapi_userinfo',
    state: 'abc123',
    forcePopup: true,
    forceSnapShot: true,
  })
  expect(address.split('&scope=')[1]).toBe(
    'snsapi_userinfo&state=abc123&forcePopup=true&forceSnapShot=true#wechat_redirect',
  )
})
