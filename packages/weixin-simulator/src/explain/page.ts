import type { Mistake } from './explain.ts'
import { ordersOf } from './orders.ts'
import { encodedAddress, encodedPart } from './percent.ts'

export interface PageFacts {
  ticket: string
  nonceStr: string
  timestamp: string
  /** The page's real address, without its fragment. */
  url: string
  /** As the last full load had it, with its fragment. */
  landing: string
  /** As it is now, with its fragment. */
  current: string
  oldTickets: string[]
  accessTokens: string[]
}

const pairs = (f: PageFacts): string[] => [
  `jsapi_ticket=${f.ticket}`,
  `noncestr=${f.nonceStr}`,
  `timestamp=${f.timestamp}`,
  `url=${f.url}`,
]

/** What WeChat hashes with SHA-1: four raw values in the order of their names. */
export const pageText = (f: PageFacts): string => pairs(f).join('&')

const withUrls = (f: PageFacts, urls: string[]): string[] =>
  urls.map((url) => pageText({ ...f, url }))

const plain = (address: string): string => address.split('#')[0] ?? ''

function decoded(url: string): string[] {
  try {
    return [decodeURIComponent(url), decodeURI(url)]
  } catch {
    return []
  }
}

function otherSlash(url: string): string[] {
  const [path = '', ...query] = url.split('?')
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
  return [[other, ...query].join('?')]
}

/** What WeChat's client adds to the address of a page that was shared. */
const SHARED = /^(from|isappinstalled|scene|clicktime|enterid|nsukey|subscene|ascene)=/

function withoutShared(url: string): string {
  const [path = '', query = ''] = url.split('?')
  const own = query.split('&').filter((pair) => pair !== '' && !SHARED.test(pair))
  return own.length === 0 ? path : `${path}?${own.join('&')}`
}

const PORTS = ['443', '80', '8080', '8443', '3000', '5173']

const withPort = (url: string, port: string): string =>
  url.replace(/^(https?:\/\/[^/:?#]+)(:\d+)?/, `$1:${port}`)

/** Mistakes of a page signature, most frequent first. */
export const PAGE_MISTAKES: readonly Mistake<PageFacts>[] = [
  {
    name: 'the hash was kept in the url',
    en: 'The url was signed with its # part: sign location.href.split("#")[0].',
    zh: '签名的 url 带了 # 及其后面的部分：应使用 location.href.split("#")[0]。',
    texts: (f) => withUrls(f, [f.current, f.landing, `${f.url}#`, `${f.url}#/`]),
  },
  {
    name: 'the current address was signed instead of the landing address',
    en: 'The present address was signed, but this client goes by the address of the last full page load: on iOS sign the landing address.',
    zh: '签的是当前地址，而 iOS 以最后一次完整加载的地址为准：请签进入页面时的地址。',
    texts: (f) => (plain(f.current) === f.url ? [] : withUrls(f, [plain(f.current)])),
  },
  {
    name: 'the landing address was signed instead of the current address',
    en: 'The landing address was signed, but this client goes by the present address: sign again after each route change.',
    zh: '签的是进入页面时的地址，而该客户端以当前地址为准：路由变化后要重新签名。',
    texts: (f) => (plain(f.landing) === f.url ? [] : withUrls(f, [plain(f.landing)])),
  },
  {
    name: 'the url was encoded',
    en: 'The url was signed percent-encoded: sign the raw address.',
    zh: '签名的 url 被编码过：应使用原始地址。',
    texts: (f) => withUrls(f, [encodedPart(f.url), encodedAddress(f.url)]),
  },
  {
    name: 'the url was decoded',
    en: 'The url was decoded once too often: Koa’s ctx.query has decoded it already.',
    zh: '签名的 url 多解码了一次：ctx.query 已经解码过。',
    texts: (f) => withUrls(f, decoded(f.url)),
  },
  {
    name: 'the url holds &amp; for &',
    en: 'The url was signed with &amp; in place of &: it was escaped for HTML.',
    zh: '签名的 url 把 & 写成了 &amp;：被做了 HTML 转义。',
    texts: (f) => withUrls(f, [f.url.replaceAll('&', '&amp;')]),
  },
  {
    name: 'a trailing slash was added or removed',
    en: 'A slash was added to or removed from the path: sign the exact text, new URL(x).href may change it.',
    zh: '路径末尾多了或少了一个斜杠：请签原样的地址，new URL(x).href 可能会改动它。',
    texts: (f) => withUrls(f, otherSlash(f.url)),
  },
  {
    name: 'the scheme was swapped',
    en: 'http and https were mixed up: behind a proxy the server may think that it is http.',
    zh: 'http 与 https 弄混了：在反向代理后面，服务器可能以为自己是 http。',
    texts: (f) =>
      withUrls(f, [f.url.replace(/^http:/, 'https:'), f.url.replace(/^https:/, 'http:')]),
  },
  {
    name: 'the query was dropped',
    en: 'The url was signed without its query: the whole query belongs to it.',
    zh: '签名的 url 去掉了查询参数：完整的查询参数也要参与签名。',
    texts: (f) => withUrls(f, [f.url.split('?')[0] ?? '']),
  },
  {
    name: 'parameters that sharing adds were dropped',
    en: 'The url was signed without the parameters that WeChat adds when a page is shared (from, isappinstalled, …): they belong to the address, sign what location.href has.',
    zh: '签名的 url 少了微信分享时自动追加的参数（from、isappinstalled 等）：它们也是地址的一部分，请以 location.href 为准。',
    texts: (f) => withUrls(f, [withoutShared(f.url)]),
  },
  {
    name: 'a port was added',
    en: 'The url was signed with a port that the address does not show, such as :443 or the port behind a proxy.',
    zh: '签名的 url 带了地址里没有的端口，例如 :443，或反向代理后面的端口。',
    texts: (f) =>
      withUrls(
        f,
        PORTS.map((port) => withPort(f.url, port)),
      ),
  },
  {
    name: 'only the origin or the path was signed',
    en: 'Only a part of the address was signed: scheme, host, port, path and query all belong to it.',
    zh: '只签了地址的一部分：协议、域名、端口、路径和查询参数都要包含。',
    texts: (f) => {
      const { origin, pathname, search, protocol, hostname } = new URL(f.url)
      const noPort = `${protocol}//${hostname}${pathname}${search}`
      return withUrls(f, [origin, `${origin}/`, pathname, `${pathname}${search}`, noPort])
    },
  },
  {
    name: 'the parameters are in another order',
    en: 'The four parameters stand in another order: jsapi_ticket, noncestr, timestamp, url.',
    zh: '四个参数的顺序不对：依次是 jsapi_ticket、noncestr、timestamp、url。',
    texts: (f) => ordersOf(pairs(f)).map((order) => order.join('&')),
  },
  {
    name: 'nonceStr was written for noncestr',
    en: 'The name was written nonceStr: in the signed text all four names are lower case.',
    zh: '参数名写成了 nonceStr：参与签名的四个参数名全部小写。',
    texts: (f) => {
      const camel = pageText(f).replace('&noncestr=', '&nonceStr=')
      return [camel, camel.replace('&timestamp=', '&timeStamp='), ...camelOrders(f)]
    },
  },
  {
    name: 'the access_token was used for the ticket',
    en: 'An access_token was signed with: fetch the jsapi_ticket with it, and sign with that.',
    zh: '签名用了 access_token：应先用它换取 jsapi_ticket，再用 jsapi_ticket 签名。',
    texts: (f) => f.accessTokens.map((ticket) => pageText({ ...f, ticket })),
  },
  {
    name: 'an older ticket was used',
    en: 'An older jsapi_ticket was signed with: it lives no longer than its expires_in.',
    zh: '签名用了旧的 jsapi_ticket：它已超过有效期。',
    texts: (f) => f.oldTickets.map((ticket) => pageText({ ...f, ticket })),
  },
  {
    name: 'the names were left out',
    en: 'The values were joined without their names: name=value, joined by &.',
    zh: '拼接时漏了参数名：应为 name=value，用 & 连接。',
    texts: (f) => {
      const values = [f.ticket, f.nonceStr, f.timestamp, f.url]
      return [values.join('&'), values.join('')]
    },
  },
]

/** Sorted by their own spelling, camel-case names may change places. */
const camelOrders = (f: PageFacts): string[] =>
  ordersOf([
    `jsapi_ticket=${f.ticket}`,
    `nonceStr=${f.nonceStr}`,
    `timestamp=${f.timestamp}`,
    `url=${f.url}`,
  ]).map((order) => order.join('&'))
