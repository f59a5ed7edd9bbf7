import type { Mutation } from './mutations.ts'

const wrong = {
  file: 'protocol/jssdk-signature.ts',
  at: 'config',
  response: 'config:invalid signature',
  reason: 'invalid-signature',
} as const
const url = 'url=${withoutHash(url)}'

/** What a page hands to `wx.config`. */
export const pageSignature: Mutation[] = [
  {
    name: 'the hash is left in the url',
    ...wrong,
    in: 'signJssdk',
    from: url,
    to: 'url=${url}',
    names: 'the hash was kept in the url',
  },
  {
    name: 'the url is encoded',
    ...wrong,
    in: 'signJssdk',
    from: url,
    to: 'url=${encodeURIComponent(withoutHash(url))}',
    names: 'the url was encoded',
  },
  {
    name: 'the url is decoded once more',
    ...wrong,
    in: 'signJssdk',
    from: url,
    to: 'url=${decodeURIComponent(withoutHash(url))}',
    names: 'the url was decoded',
  },
  {
    name: 'the url is normalised: no slash at the end of the path',
    ...wrong,
    in: 'signJssdk',
    from: url,
    to: "url=${withoutHash(url).replace('/?', '?')}",
    names: 'a trailing slash was added or removed',
  },
  {
    name: 'the url loses its query',
    ...wrong,
    in: 'signJssdk',
    from: url,
    to: 'url=${new URL(url).origin}${new URL(url).pathname}',
    names: 'the query was dropped',
  },
  {
    name: 'https is signed for a page on http',
    ...wrong,
    in: 'signJssdk',
    from: url,
    to: "url=${withoutHash(url).replace('http:', 'https:')}",
    names: 'the scheme was swapped',
  },
  {
    name: 'the parameters are re-ordered',
    ...wrong,
    in: 'signJssdk',
    from: '&noncestr=${nonceStr}&timestamp=${timestamp}',
    to: '&timestamp=${timestamp}&noncestr=${nonceStr}',
    names: 'the parameters are in another order',
  },
  {
    name: 'nonceStr for noncestr',
    ...wrong,
    in: 'signJssdk',
    from: 'noncestr=',
    to: 'nonceStr=',
    names: 'nonceStr was written for noncestr',
  },
  {
    name: 'the access_token is taken for the ticket',
    ...wrong,
    file: 'remote/account.ts',
    in: 'jsapiTicket',
    from: "return readExpiring(await call({ method: 'GET', path }, 'api'), 'ticket')",
    to: "return { ...readExpiring(await call({ method: 'GET', path }, 'api'), 'ticket'), value: accessToken }",
    names: 'the access_token was used for the ticket',
  },
  {
    name: 'the signature is in upper case',
    ...wrong,
    in: 'signJssdk',
    from: "return hash('sha1', text)",
    to: "return hash('sha1', text).toUpperCase()",
    reason: 'signature-upper-case',
    names: 'must be lower-case hex',
  },
]
