import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const IN_WEIXIN = { 'user-agent': 'Mozilla/5.0 MicroMessenger/8.0.48(0x18003030)' }
const BACK = 'http://localhost:3000/weixin/oauth'

const open = (query: string, headers: Record<string, string> = IN_WEIXIN): Promise<Response> =>
  fetch(`${weixin.url}/connect/oauth2/authorize?${query}`, { headers, redirect: 'manual' })

const link = (changes: Record<string, string> = {}): string => {
  const { appid, redirect_uri, response_type, scope, state, more } = {
    appid: weixin.credentials.appId,
    redirect_uri: encodeURIComponent(BACK),
    response_type: 'code',
    scope: 'snsapi_base',
    state: 'abc123',
    more: '',
    ...changes,
  }
  return `appid=${appid}&redirect_uri=${redirect_uri}&response_type=${response_type}&scope=${scope}&state=${state}${more}`
}

test('snsapi_base goes back at once, with a code and the state', async () => {
  const response = await open(link())
  expect(response.status).toBe(302)
  const back = response.headers.get('location') ?? ''
  expect(back).toMatch(
    /^http:\/\/localhost:3000\/weixin\/oauth\?code=[0-9A-Za-z]{32}&state=abc123$/,
  )
})

test.each([
  [`${BACK}?returnTo=%2F`, /\?returnTo=%2F&code=\w{32}&state=abc123$/],
  [`${BACK}#/pay`, /oauth\?code=\w{32}&state=abc123#\/pay$/],
  [`${BACK}?a=1#/pay`, /oauth\?a=1&code=\w{32}&state=abc123#\/pay$/],
  [`${BACK}?`, /oauth\?code=\w{32}&state=abc123$/],
])('the code is added to %s', async (address, expected) => {
  const response = await open(link({ redirect_uri: encodeURIComponent(address) }))
  expect(response.headers.get('location')).toMatch(expected)
})

test.each(['&connect_redirect=1', '&forcePopup=true&forceSnapShot=false'])(
  '%s may follow',
  async (more) => {
    expect((await open(link({ more }))).status).toBe(302)
  },
)

test('forceSnapShot signs a virtual user in at once, unless forcePopup asks for consent', async () => {
  const virtual = weixin.users().find(({ isSnapshot }) => isSnapshot)?.openid
  const of = (more: string, scope = 'snsapi_userinfo') => open(link({ scope, more }))
  const forced = await of('&forceSnapShot=true')
  expect(forced.status).toBe(302)
  expect(forced.headers.get('set-cookie')).toContain(`weixin_simulator_phone=${virtual}`)
  expect((await of('&forcePopup=true&forceSnapShot=true')).status).toBe(200)
  const silent = await of('&forceSnapShot=true', 'snsapi_base')
  expect(silent.status).toBe(302)
  expect(silent.headers.get('set-cookie')).toBeNull()
})

test('state may be left out', async () => {
  const response = await open(link().replace('&state=abc123', ''))
  expect(response.headers.get('location')).toMatch(/\?code=\w{32}$/)
})

test.each<[string, string, () => string]>([
  ['10012', 'appid不能为空', () => link({ appid: '' })],
  ['10011', 'redirect_uri不能为空', () => link({ redirect_uri: '' })],
  ['10010', 'scope不能为空', () => link({ scope: '' })],
  ['10013', 'state不能为空', () => link({ state: '' })],
  ['10016', '请使用公众号Appid', () => link({ appid: 'wx0000000000000000' })],
  ['10015', '未授权第三方平台', () => link({ more: '&component_appid=wx0000000000000000' })],
  ['10005', '没有这些scope的权限', () => link({ scope: 'snsapi_login' })],
  [
    '10003',
    'redirect_uri域名与后台配置不一致',
    () => link({ redirect_uri: encodeURIComponent('https://evil.example.com/') }),
  ],
  [
    '10003',
    'encoded twice',
    () => link({ redirect_uri: encodeURIComponent(encodeURIComponent(BACK)) }),
  ],
  ['10003', 'absolute', () => link({ redirect_uri: encodeURIComponent('/weixin/oauth') })],
  ['redirect-uri-encoding', 'encodeURIComponent', () => link({ redirect_uri: BACK })],
  ['authorize-response-type', 'response_type', () => link({ response_type: 'token' })],
  ['authorize-state', 'letters and digits', () => link({ state: 'a-b' })],
  ['authorize-state', 'letters and digits', () => link({ state: 'a'.repeat(129) })],
  [
    'authorize-parameter-order',
    '文档如此规定',
    () => link().split('&').toSorted().reverse().join('&'),
  ],
  [
    'authorize-parameter-order',
    'documented, not always observed',
    () =>
      link().replace(
        'response_type=code&scope=snsapi_base',
        'scope=snsapi_base&response_type=code',
      ),
  ],
  ['authorize-parameter-order', '顺序', () => link({ more: '&lang=zh_CN' })],
])('the page of %s', async (code, words, query) => {
  const response = await open(query())
  expect(response.status).toBe(200)
  const html = await response.text()
  const [, shownCode] = /错误码 (\d+)/.exec(html) ?? []
  expect(shownCode).toBe(/^\d+$/.test(code) ? code : undefined)
  expect(html.replaceAll(/\s+/g, ' ').toLowerCase()).toContain(words.toLowerCase())
  const { reason } = weixin.log().at(-1)!
  expect(reason?.code).toBe(code)
  expect(html).toContain(`<a href="${reason?.reference?.url}" target="_blank"`)
  const [, field = null] = /field<\/span>\s*<code>(\w+)<\/code>/.exec(html) ?? []
  expect(field).toBe(reason?.field)
})

test.each([
  [10004, '此公众号被封禁'],
  [10005, '此公众号并没有这些scope的权限'],
  [10006, '必须关注此测试号'],
  [10009, '操作太频繁了，请稍后重试'],
] as const)('the page of %s, while the account is in that state', async (outTradeNo, words) => {
  weixin.faults.showAuthorizePage(outTradeNo)
  const html = await (await open(link())).text()
  expect(html).toContain(`错误码 ${outTradeNo}`)
  expect(html).toContain(words)
  expect(weixin.log().at(-1)?.reason?.code).toBe(String(outTradeNo))
  weixin.faults.showAuthorizePage(null)
  expect((await open(link())).status).toBe(302)
})

test('an ordinary browser is let in by one button', async () => {
  const outside = await open(link(), { 'user-agent': 'Mozilla/5.0 Chrome/140' })
  expect(outside.status).toBe(200)
  expect(await outside.text()).toContain('请在微信客户端打开链接')

  const continueTo = `/connect/oauth2/authorize?${link()}`
  const form = (body: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${weixin.url}/simulator/phone/open`, {
      method: 'POST',
      body: new URLSearchParams(body),
      headers,
      redirect: 'manual',
    })
  const letIn = await form({ continueTo })
  expect(letIn.status).toBe(303)
  expect(letIn.headers.get('location')).toBe(continueTo)
  const cookie = letIn.headers.get('set-cookie') ?? ''
  expect(cookie).toContain(`weixin_simulator_phone=${weixin.users()[0]?.openid}`)
  expect(cookie).toMatch(/httponly/i)
  const inside = await open(link(), { cookie: cookie.split(';')[0] ?? '' })
  expect(inside.status).toBe(302)

  for (const elsewhere of ['//evil.example.com', '/\\evil.example.com', 'https://evil.example.com'])
    expect((await form({ continueTo: elsewhere })).status).toBe(400)
  expect((await form({ continueTo }, { origin: 'http://evil.example.com' })).status).toBe(403)
  expect((await form({ continueTo }, { origin: weixin.url })).status).toBe(303)
})

async function askConsent(headers = IN_WEIXIN as Record<string, string>): Promise<string> {
  const html = await (await open(link({ scope: 'snsapi_userinfo' }), headers)).text()
  expect(html).toContain('获取你的昵称、头像')
  const token = /name="token" value="(\w+)"/.exec(html)?.[1]
  if (!token) throw new Error(html)
  return token
}

const answer = (token: string, word: string): Promise<Response> =>
  fetch(`${weixin.url}/simulator/phone/consent`, {
    method: 'POST',
    body: new URLSearchParams({ token, answer: word }),
    redirect: 'manual',
  })

test('snsapi_userinfo asks; each question is answered once', async () => {
  const token = await askConsent()
  const allowed = await answer(token, 'allow')
  expect(allowed.status).toBe(303)
  expect(allowed.headers.get('location')).toMatch(/\?code=\w{32}&state=abc123$/)
  expect((await answer(token, 'allow')).status).toBe(400)

  const refused = await answer(await askConsent(), 'refuse')
  expect(refused.status).toBe(200)
  expect(await refused.text()).toContain('已拒绝授权')
})

test('the cookie says who the phone’s user is', async () => {
  const other = weixin.users()[1]
  const cookie = `weixin_simulator_phone=${other?.openid}`
  const { appId, appSecret } = weixin.credentials
  const back = (await open(link(), { cookie })).headers.get('location') ?? ''
  const code = new URL(back).searchParams.get('code')
  const exchange = `appid=${appId}&secret=${appSecret}&code=${code}&grant_type=authorization_code`
  const token = await fetch(`${weixin.url}/sns/oauth2/access_token?${exchange}`)
  expect(await token.json()).toMatchObject({ openid: other?.openid })
})
