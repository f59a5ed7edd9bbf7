import { expect, it } from 'vitest'
import { axiosHttp } from '../src/remote/http.ts'
import { openShop } from './shop.ts'

const rest =
  '"openid":"oX","sex":0,"language":"","city":"","province":"","country":"","headimgurl":"https:\\/\\/thirdwx.qlogo.cn\\/x\\/132","privilege":[]'
const named = (nickname: string): string => `{${rest},"nickname":"${nickname}"}`

/** Profiles as WeChat has sent them: fields that are not needed never refuse a sign-in. */
it.each<[string, string | Buffer, string | null]>([
  ['an ordinary one', named('小明'), '小明'],
  ['a raw control character', named('\u0014小明'), ' 小明'],
  ['a raw tab', named('小\t明'), '小 明'],
  [
    'a raw line feed elsewhere',
    named('都都').replace('"province":""', '"province":"\n61"'),
    '都都',
  ],
  ['half an emoji', named('小\\ud83d明'), '小\ud83d明'],
  ['emoji', named('🌸💕'), '🌸💕'],
  ['no nickname', `{${rest}}`, ''],
  ['an empty nickname', named(''), ''],
  ['null for a nickname', `{${rest},"nickname":null}`, ''],
  ['another type for a nickname', `{${rest},"nickname":7}`, ''],
  [
    'another type for the picture',
    named('小明').replace(/"headimgurl":"[^"]*"/, '"headimgurl":0'),
    '小明',
  ],
  ['bytes that are no UTF-8', Buffer.from(named('\u00cd\u00f5'), 'latin1'), '\ufffd\ufffd'],
  [
    'a picture’s address and a unionid that would fill the cookie',
    named('茶').replace(
      /"headimgurl":"[^"]*"/,
      `"headimgurl":"${'图'.repeat(400)}","unionid":"${'u'.repeat(2000)}"`,
    ),
    '茶',
  ],
  ['a nickname of 1,000 characters', named('茶'.repeat(1000)), '茶'.repeat(64)],
])('a profile with %s signs in', async (_name, profile, nickname) => {
  const real = axiosHttp()
  const shop = await openShop({
    weixin: {
      http: async (request) =>
        request.url.includes('/sns/userinfo')
          ? { status: 200, headers: {}, body: Buffer.from(profile) }
          : real(request),
    },
  })
  const someone = shop.client()
  const begun = await someone.get('/weixin/oauth?scope=snsapi_userinfo&returnTo=/me')
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state')
  const openid = shop.simulator.users()[0]?.openid ?? ''
  const { code } = await shop.simulator.createCode({ openid, scope: 'snsapi_userinfo' })
  const back = await someone.get(`/weixin/oauth?code=${code}&state=${state}`)
  expect([back.status, back.headers.get('location')]).toEqual([302, '/me#'])
  const session = [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  expect(session.length).toBeLessThan(1_500)
  const { user } = (await someone.get('/weixin/user')).body as { user: { nickname: string } }
  expect(user.nickname).toBe(nickname)
})
