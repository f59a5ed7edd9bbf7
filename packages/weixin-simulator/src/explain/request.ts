import { otherCharsets } from './charsets.ts'
import { ordersOf } from './orders.ts'
import type { Mistake } from './explain.ts'
import { encodedAddress } from './percent.ts'

export interface RequestFacts {
  method: string
  /** Path and query as they came. */
  url: string
  timestamp: string
  nonce: string
  body: string
  /** The host that was asked. */
  host: string
}

/** Five lines, each ended by a line feed, the last one too. */
export const requestText = (f: RequestFacts): string =>
  `${f.method}\n${f.url}\n${f.timestamp}\n${f.nonce}\n${f.body}\n`

const lines = (f: RequestFacts): string[] => [f.method, f.url, f.timestamp, f.nonce, f.body]

/** The body as JSON; undefined when it is none. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function reserialised(body: string): string[] {
  const value = parsed(body)
  if (value === undefined) return []
  const compact = JSON.stringify(value)
  const escaped = (text: string): string =>
    text.replace(/[^\0-~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const slashed = compact.replaceAll('/', '\\/')
  const spaced = compact.replaceAll(
    /("(?:[^"\\]|\\.)*")|([,:])/g,
    (_, text, sign) => text ?? `${sign} `,
  )
  const indented = [JSON.stringify(value, null, 2), JSON.stringify(value, null, 4)]
  const plain = [compact, slashed, spaced, ...indented]
  return [...plain, ...plain.map(escaped), `${body}\n`, body.trim(), JSON.stringify(body)]
}

/** The names of each object in the order of their spelling, as a sorted map writes them. */
const withSortedNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withSortedNames)
  if (typeof value !== 'object' || value === null) return value
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([name, one]) => [name, withSortedNames(one)]))
}

/** Not JSON any more, or JSON with its names in another order. */
function restructured(body: string): string[] {
  const value = parsed(body)
  if (typeof value !== 'object' || value === null) return []
  const pairs = Object.entries(value).map(([name, one]): [string, string] => [
    name,
    typeof one === 'object' ? JSON.stringify(one) : String(one),
  ])
  const plain = pairs.map(([name, one]) => `${name}=${one}`)
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    JSON.stringify(withSortedNames(value)),
    JSON.stringify(Object.fromEntries(sorted)),
    new URLSearchParams(pairs).toString(),
    plain.join('&'),
    plain.toSorted().join('&'),
  ]
}

/** The parameters of the query in each other order; of more than four, sorted by name. */
function reordered(url: string): string[] {
  const [path = '', query] = url.split('?')
  const pairs = query?.split('&') ?? []
  const orders = pairs.length > 4 ? [pairs.toSorted()] : ordersOf(pairs)
  return orders.map((order) => `${path}?${order.join('&')}`)
}

const decoded = (url: string): string => {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

const withUrl = (f: RequestFacts, urls: string[]): string[] =>
  urls.map((url) => requestText({ ...f, url }))

const withBody = (f: RequestFacts, bodies: string[]): string[] =>
  bodies.map((body) => requestText({ ...f, body }))

const HOSTS = ['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com']

/** Mistakes of a request's Authorization, most frequent first. */
export const REQUEST_MISTAKES: readonly Mistake<RequestFacts>[] = [
  {
    name: 'the last line feed was dropped',
    en: 'The last line feed was dropped: each of the five lines ends with one, the body’s too.',
    zh: '漏了最后一个换行符：五行每行都以 \\n 结尾，请求体那一行也一样。',
    texts: (f) => [requestText(f).slice(0, -1), lines(f).slice(0, 4).join('\n') + '\n'],
  },
  {
    name: 'the query was left out',
    en: 'The query was left out: line 2 is the path with ? and the whole query.',
    zh: '签名的 URL 漏了查询串：第二行是路径加 ? 和完整的查询参数。',
    texts: (f) => withUrl(f, [f.url.split('?')[0] ?? '']),
  },
  {
    name: 'the host was kept in the url',
    en: 'The scheme and host were signed: line 2 starts with the path.',
    zh: '把协议和域名也签进去了：第二行从路径开始。',
    texts: (f) =>
      withUrl(
        f,
        [f.host, ...HOSTS].flatMap((host) => [
          `https://${host}${f.url}`,
          `http://${host}${f.url}`,
          `//${host}${f.url}`,
          `${host}${f.url}`,
        ]),
      ),
  },
  {
    name: 'the body was left out',
    en: 'The body was left out: line 5 is exactly the bytes that are sent.',
    zh: '漏签了请求体：第五行是实际发送的请求体原文。',
    texts: (f) => withBody(f, ['']),
  },
  {
    name: 'a body was signed where none is sent',
    en: 'A body was signed where none is sent: for GET line 5 is empty.',
    zh: '没有请求体却签了内容：GET 请求的第五行为空。',
    texts: (f) => withBody(f, ['{}', 'null', 'undefined', '""', '[object Object]']),
  },
  {
    name: 'another body was signed',
    en: 'Another form of the body was signed: serialise it once, sign and send that same string.',
    zh: '签名用的请求体与发送的不是同一串：请只序列化一次，签名和发送都用它。',
    texts: (f) => withBody(f, reserialised(f.body)),
  },
  {
    name: 'the body was signed in another structure',
    en: 'The body was signed as a form, or with its names sorted: line 5 is exactly the bytes that are sent.',
    zh: '签名用的请求体是表单形式，或字段顺序被重新排列：第五行必须是实际发送的请求体原文。',
    texts: (f) => withBody(f, restructured(f.body)),
  },
  {
    name: 'another character set was used',
    en: 'The text was signed in another character set (GBK, Latin-1) than UTF-8, in which the body was sent: Chinese characters differ.',
    zh: '签名时用了其他字符集（GBK 或 Latin-1），而请求体以 UTF-8 发送：中文的字节不同。请指定 UTF-8。',
    texts: (f) => otherCharsets(requestText(f)),
  },
  {
    name: 'the parameters of the query are in another order',
    en: 'The parameters of the query were signed in another order than they were sent in.',
    zh: '签名时查询参数的顺序与实际发送的不同。',
    texts: (f) => withUrl(f, reordered(f.url)),
  },
  {
    name: 'the first slash of the path was left out',
    en: 'Line 2 was signed without the slash that the path begins with.',
    zh: '第二行漏了路径开头的斜杠。',
    texts: (f) => withUrl(f, [f.url.slice(1)]),
  },
  {
    name: 'the method was written in lower case',
    en: 'The method was signed in lower case: it is upper case.',
    zh: '请求方法用了小写：第一行必须大写。',
    texts: (f) => [requestText({ ...f, method: f.method.toLowerCase() })],
  },
  {
    name: 'another method was signed',
    en: 'Another method was signed than the request uses.',
    zh: '签名的请求方法与实际使用的不同。',
    texts: (f) => ['GET', 'POST', 'PUT', 'DELETE'].map((method) => requestText({ ...f, method })),
  },
  {
    name: 'timestamp in milliseconds was signed',
    en: 'The timestamp was signed in milliseconds but sent in seconds: use the same digits twice.',
    zh: '签名里的时间戳是毫秒、请求头里是秒：两处要用同一串数字。',
    texts: (f) => [requestText({ ...f, timestamp: `${f.timestamp}000` })],
  },
  {
    name: 'nonce and timestamp were swapped',
    en: 'Nonce and timestamp were swapped: line 3 is the timestamp, line 4 the nonce.',
    zh: '随机串和时间戳写反了：第三行是时间戳，第四行是随机串。',
    texts: (f) => [requestText({ ...f, timestamp: f.nonce, nonce: f.timestamp })],
  },
  {
    name: 'the lines are in another order',
    en: 'The lines are in another order: method, url, timestamp, nonce, body.',
    zh: '各行顺序不对：依次是方法、URL、时间戳、随机串、请求体。',
    texts: (f) => ordersOf(lines(f)).map((order) => order.map((line) => `${line}\n`).join('')),
  },
  {
    name: 'the url was decoded or encoded',
    en: 'The url was signed in another encoding than it was sent in: sign the bytes on the wire.',
    zh: 'URL 的编码与实际发送的不一致：请签实际发送的形式。',
    texts: (f) =>
      withUrl(f, [decoded(f.url), encodedAddress(decoded(f.url)), encodedAddress(f.url)]),
  },
  {
    name: 'carriage returns were added',
    en: 'The lines end with CR LF: a single LF ends each.',
    zh: '换行用了 \\r\\n：只能用 \\n。',
    texts: (f) => [requestText(f).replaceAll('\n', '\r\n')],
  },
  {
    name: 'the lines were joined without line feeds',
    en: 'The lines were joined without line feeds, or with the two characters \\n instead of one.',
    zh: '各行之间没有换行符，或把 \\n 写成了两个字符。',
    texts: (f) => [lines(f).join(''), requestText(f).replaceAll('\n', String.raw`\n`)],
  },
]
