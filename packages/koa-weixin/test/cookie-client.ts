/** WeChat's browser on a phone, as far as HTTP goes: a user agent and a jar of cookies. */
export interface CookieClient {
  cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string): Promise<Answer>
  /** Goes to sign-in and follows every redirect, as a browser does. Gives where it ended. */
  signIn(query?: string, path?: string): Promise<Answer>
}

export interface Answer {
  status: number
  headers: Headers
  body: unknown
  /** Where it was read. */
  url: string
}

const USER_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
  'Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN'

export function client(origin: string): CookieClient {
  const cookies = new Map<string, string>()

  async function call(
    method: string,
    path: string,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const url = new URL(path, origin)
    const headers: Record<string, string> = { 'user-agent': USER_AGENT, ...more }
    const ours = url.origin === origin
    if (ours && cookies.size > 0)
      headers['cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { method, headers, redirect: 'manual' })
    if (ours)
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';')
        const at = pair.indexOf('=')
        if (/; Max-Age=0;/.test(cookie)) cookies.delete(pair.slice(0, at))
        else cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
      url: url.href,
    }
  }

  return {
    cookies,
    get: (path, headers) => call('GET', path, headers),
    post: (path) => call('POST', path),
    async signIn(query = '', path = '/weixin/oauth') {
      let answer = await call('GET', path + query)
      for (let step = 0; step < 5 && answer.status === 302; step += 1) {
        const next = new URL(answer.headers.get('location') ?? '', answer.url)
        if (next.origin === origin && next.pathname !== path) break
        answer = await call('GET', next.href)
      }
      return answer
    },
  }
}
