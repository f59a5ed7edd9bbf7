import { describe, expect, it } from 'vitest'
import { weixinRefusal } from './weixin-codes.ts'
import { WeixinError } from './weixin-error.ts'

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'

const messageOf = (message: string): string =>
  new WeixinError('weixin-refused', { response: { status: 400, code: 'X', message } }).response!
    .message

describe('what WeChat returned, in an error', () => {
  it('is one line without control characters', () => {
    const error = new WeixinError('weixin-refused', {
      response: {
        status: 400,
        code: 'A\nB',
        message: 'x\r\n[ERROR] forged\u001b[31m\u2028',
        requestId: '1\n2',
      },
    })
    expect(error.response).toEqual({
      status: 400,
      code: 'A\\u000aB',
      message: 'x\\u000d\\u000a[ERROR] forged\\u001b[31m\\u2028',
      requestId: '1\\u000a2',
    })
    expect(error.message).not.toMatch(/\p{Cc}/u)
  })

  it('has at most 500 characters', () => {
    expect(messageOf('签'.repeat(500))).toBe('签'.repeat(500))
    expect(messageOf('x\n'.repeat(1_000_000))).toHaveLength(500)
  })

  it.each([
    ['a query', `/cgi-bin/token?appid=wx1&secret=HIDDEN&grant_type=x`],
    ['a sign-in code', '/sns/oauth2/access_token?appid=wx1&code=HIDDEN&x=1'],
    ['a token', 'GET /x?access_token=HIDDEN failed'],
    ['JSON', '{"appid":"wx1","secret":"HIDDEN","force_refresh":false}'],
    ['JSON in JSON', '{\\"secret\\":\\"HIDDEN\\"}'],
    ['XML', '<xml><sign>HIDDEN</sign><openid><![CDATA[HIDDEN]]></openid></xml>'],
    ['JSON in JSON in JSON', JSON.stringify(JSON.stringify('{"secret":"HIDDEN"}'))],
    [
      'an address in an address',
      encodeURIComponent('https://x/?secret=HIDDEN&openid=HIDDEN&code=HIDDEN'),
    ],
    ['twice', encodeURIComponent(encodeURIComponent('{"secret":"HIDDEN","openid":"HIDDEN"}'))],
    ['HTML', '{&quot;secret&quot;:&quot;HIDDEN&quot;} ?a&amp;code&#x3D;HIDDEN'],
    ['HTML by numbers', '&#34;secret&#34;&#58;&#34;HIDDEN&#34; &#x22;openid&#x22;:&#X22;HIDDEN'],
    ['lines', 'secret=HIDDEN\ncode=HIDDEN\nticket : HIDDEN'],
    ['a header', 'WECHATPAY2-SHA256-RSA2048 mchid="1",signature="HIDDEN"'],
  ])('masks what it echoes of our request: %s', (_, text) => {
    expect(messageOf(text)).not.toContain('HIDDEN')
    expect(messageOf(text)).toContain('***')
  })

  it('masks an openid wherever it stands', () => {
    for (const text of [
      `invalid openid ${OPENID}`,
      `"payer":{"openid":"${OPENID}"}`,
      encodeURIComponent(`"touser":"${OPENID}"`),
      OPENID,
    ])
      expect(messageOf(text)).not.toContain(OPENID)
  })

  it('leaves the texts that WeChat really returns as they are', () => {
    for (const text of [
      'invalid credential, access_token is invalid or not latest, rid: 606e6c56-12345678-87654321',
      '签名错误，请检查后再试',
      '商户订单号 T20260101000000000001 重复',
      'appid和openid不匹配',
    ])
      expect(messageOf(text)).toBe(text)
  })
})

it('keeps a detail in one line as well', () => {
  expect(new WeixinError('trade-type-not-offered', { detail: 'a\nb' }).detail).toBe('a\\u000ab')
})

describe('what explains an error', () => {
  it('is the entry of its code', () => {
    const error = new WeixinError('not-recorded')
    expect(error.meaning.zh).toBe('应用没有记录这笔付款。')
    expect(error.page).toEqual({
      en: 'docs/errors#not-recorded',
      zh: 'docs/zh/errors#not-recorded',
    })
    expect(error.message).toMatch(/Explained by: npx koa-weixin explain not-recorded\.$/)
  })

  it.each([
    ['v3', 'SIGN_ERROR', 'v3-sign_error', 'SIGN_ERROR'],
    ['oauth', '40029', 'oauth-40029', '40029'],
    // A code of the account, in a sign-in.
    ['oauth', '40164', 'api-40164', '40164'],
    // As the table spells it.
    ['v2', 'SIGN ERROR', 'v2-signerror', 'SIGNERROR'],
  ] as const)('is the entry of WeChat’s code: %s %s', (family, code, anchor, name) => {
    const error = weixinRefusal(family, { status: 400, code, message: '' })
    expect(error.page.en).toBe(`docs/weixin-codes#${anchor}`)
    expect(error.message).toContain(`npx koa-weixin explain ${name}.`)
  })

  it('is ours where our error stands for that code at that call', () => {
    const refused = { status: 400, code: 'INVALID_REQUEST', message: '' }
    const error = weixinRefusal('v3', refused, { call: 'bill-file' })
    expect(error.page.en).toBe('docs/errors#bill-link-expired')
  })
})
