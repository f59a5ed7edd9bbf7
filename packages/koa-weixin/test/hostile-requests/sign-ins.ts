import { rawRequest, type RawReply } from '../raw-request.ts'
import { openShop, type ShopOptions } from '../shop.ts'
import { cookiesOf, stateCookieOf, stateOf, type Given } from './begin-sign-in.ts'

/** Refused with this status and code. */
export type Row = [
  name: string,
  status: number,
  code: string,
  attack: (given: Given) => Promise<RawReply>,
  weixin?: ShopOptions['weixin'],
]

const q = encodeURIComponent
const cookieOf = ({ state, sealed }: Given): Record<string, string> => ({
  cookie: `weixin_state_${state}=${sealed}`,
})
const returning =
  (returnTo: string) =>
  ({ send }: Given) =>
    send(`?returnTo=${q(returnTo)}`)
const asking =
  (query: string) =>
  ({ send }: Given) =>
    send(`?${query}`)
/** Comes back with the right cookie and the right state. */
const withCode = (code: string) => (given: Given) =>
  given.send(`?code=${q(code)}&state=${given.state}`, cookieOf(given))
/** Comes back with the right state and code, and this for a cookie. */
const withCookie =
  (make: (given: Given) => string | Promise<string>) =>
  async (given: Given): Promise<RawReply> =>
    given.send(`?code=${given.code}&state=${given.state}`, {
      cookie: `weixin_state_${given.state}=${await make(given)}`,
    })
/** Another shop's state cookie for the very same state. */
async function sealedBy(
  weixin: ShopOptions['weixin'],
  { state, shop: { simulator } }: Given,
): Promise<string> {
  const shop = await openShop({ simulator, weixin: { ...weixin, nonce: () => state } })
  return stateCookieOf(await rawRequest(shop.url, `${weixin?.base ?? '/weixin'}/oauth`))
}
const answering = (body: string): ShopOptions['weixin'] => ({
  http: async () => ({ status: 200, headers: {}, body: Buffer.from(body) }),
})
let clock = 0

export const redirects: Row[] = [
  ['two slashes', 400, 'return-elsewhere', returning('//evil.example')],
  ['slash, backslash', 400, 'return-elsewhere', returning('/\\evil.example')],
  ['dots that resolve to two slashes', 400, 'return-elsewhere', returning('/.//evil.example')],
  ['an encoded slash', 400, 'return-elsewhere', returning('/%2fevil.example')],
  ['an encoded backslash', 400, 'return-elsewhere', returning('/%5Cevil.example')],
  ['another site', 400, 'return-elsewhere', returning('https://evil.example/')],
  ['a script', 400, 'return-elsewhere', returning('javascript:alert(1)')],
  ['a new header', 400, 'return-elsewhere', returning('/\r\nset-cookie: a=b')],
  ['a null byte', 400, 'return-elsewhere', returning('/\u0000')],
  ['slashes of another width', 400, 'return-elsewhere', returning('／／evil.example')],
  ['a percent sign and no digits', 400, 'return-elsewhere', asking('returnTo=%zz')],
  ['bytes that are no UTF-8', 400, 'return-elsewhere', asking('returnTo=/%ff%fe')],
  ['10,000 characters', 400, 'return-elsewhere', returning(`/${'a'.repeat(10_000)}`)],
  ['two that differ', 400, 'return-elsewhere', asking('returnTo=/&returnTo=//evil.example')],
  [
    'our own name as a user',
    400,
    'return-elsewhere',
    (given) => returning(`${given.shop.url}@evil.example/`)(given),
  ],
]

export const scopes: Row[] = [
  ['of another product', 400, 'scope-unknown', asking('scope=snsapi_login')],
  ['that is two', 400, 'scope-unknown', asking('scope=snsapi_base,snsapi_userinfo')],
  ['given twice', 400, 'scope-unknown', asking('scope=snsapi_base&scope=snsapi_userinfo')],
  ['that brings parameters', 400, 'scope-unknown', asking('scope=snsapi_base%26state%3Dx')],
  ['that is a property of objects', 400, 'scope-unknown', asking('scope=constructor')],
]

export const states: Row[] = [
  ['none', 400, 'state-unknown', asking('code=abc')],
  ['an empty one', 400, 'state-unknown', asking('code=abc&state=')],
  ['a short one', 400, 'state-unknown', asking('code=abc&state=abc')],
  ['128 letters', 400, 'state-unknown', asking(`code=abc&state=${'a'.repeat(128)}`)],
  ['10,000 letters', 400, 'state-unknown', asking(`code=abc&state=${'a'.repeat(10_000)}`)],
  ['one with a semicolon', 400, 'state-unknown', asking(`code=abc&state=${'a'.repeat(30)}%3Bb`)],
  ['one with a new line', 400, 'state-unknown', asking(`code=abc&state=${'a'.repeat(31)}%0A`)],
  [
    'two',
    400,
    'state-unknown',
    (given) => given.send(`?code=abc&state=${given.state}&state=${given.state}`, cookieOf(given)),
  ],
  ['a property of objects', 400, 'state-unknown', asking('code=abc&state=__proto__')],
  [
    'again, and no cookie',
    400,
    'cookie-lost',
    ({ send, state, code }) => send(`?again=1&code=${code}&state=${state}`),
  ],
  [
    'in time, but with a second code',
    400,
    'state-used',
    async (given) => {
      await withCode(given.code)(given)
      const openid = given.shop.simulator.users()[1]?.openid ?? ''
      return withCode(
        (await given.shop.simulator.createCode({ openid, scope: 'snsapi_base' })).code,
      )(given)
    },
  ],
]

export const codes: Row[] = [
  [
    'none: the user refused',
    401,
    'consent-refused',
    (given) => given.send(`?state=${given.state}`, cookieOf(given)),
  ],
  ['an empty one', 401, 'code-refused', withCode('')],
  ['600 letters', 401, 'code-refused', withCode('a'.repeat(600))],
  ['one with a new line', 401, 'code-refused', withCode('abc\r\nx: y')],
  [
    'one with another query in it',
    401,
    'code-refused',
    async (given) => {
      const again = await withCode('abc&appid=wx0000000000000000')(given)
      return given.send(`?code=abc&state=${stateOf(again)}`, {
        cookie: `weixin_state_${stateOf(again)}=${stateCookieOf(again)}`,
      })
    },
  ],
  [
    'two',
    401,
    'code-refused',
    (given) =>
      given.send(`?code=${given.code}&code=${given.code}&state=${given.state}`, cookieOf(given)),
  ],
  [
    'while WeChat talks nonsense',
    502,
    'response-malformed',
    (given) => withCode(given.code)(given),
    answering('<html>busy</html>'),
  ],
  [
    'while WeChat sends no openid',
    502,
    'response-malformed',
    (given) => withCode(given.code)(given),
    answering('{"access_token":"a user’s token","expires_in":7200}'),
  ],
  [
    'while WeChat sends an empty openid',
    502,
    'response-malformed',
    (given) => withCode(given.code)(given),
    answering('{"access_token":"a user’s token","expires_in":7200,"openid":""}'),
  ],
  [
    'while WeChat fails',
    502,
    'weixin-unreachable',
    (given) => withCode(given.code)(given),
    answering('{"errcode":-1,"errmsg":"system error, rid: 1-2-3"}'),
  ],
]

export const cookies: Row[] = [
  ['garbage', 400, 'state-unknown', withCookie(() => 'garbage')],
  [
    'altered by a letter',
    400,
    'state-unknown',
    withCookie(({ sealed }) => {
      const at = sealed.length - 60
      return sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    }),
  ],
  [
    'a JWT that says it needs no key',
    400,
    'state-unknown',
    withCookie(({ state }) => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const value = { state, scope: 'snsapi_base', returnTo: '//evil.example', isAgain: false }
      return `${part({ alg: 'none' })}.${part({ value, exp: 4_000_000_000 })}.`
    }),
  ],
  [
    'made for another state',
    400,
    'state-unknown',
    async (given) => {
      const other = stateCookieOf(await given.send(''))
      return withCookie(() => other)(given)
    },
  ],
  [
    'made with another secret',
    400,
    'state-unknown',
    withCookie((given) =>
      sealedBy(
        { encryptionKeys: 'another secret of the tea shop!!', origin: given.shop.url },
        given,
      ),
    ),
  ],
  [
    'made for another address',
    400,
    'state-unknown',
    withCookie((given) => sealedBy({ base: '/other', origin: given.shop.url }, given)),
  ],
  [
    'our own session',
    400,
    'state-unknown',
    async (given) => {
      const [session = ''] = cookiesOf(await withCode(given.code)(given))
      return withCookie(() => /=([^;]+)/.exec(session)?.[1] ?? '')(given)
    },
  ],
  [
    'kept for longer than ten minutes',
    400,
    'state-unknown',
    async (given) => {
      clock += 601_000
      return withCode(given.code)(given)
    },
    { now: () => Date.now() + clock },
  ],
]
