import { callHandler } from '../call-handler.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { requestIdOf } from './request-id.ts'
import type { Http, HttpRequest, HttpResponse, HttpStreamResponse } from './http.ts'

/** One call to WeChat, after it ended. It holds no secret, token, key or openid. */
export interface Call {
  /** The HTTP method, in upper case. */
  method: HttpRequest['method']
  /** WeChat's host, such as `api.mch.weixin.qq.com`. */
  host: string
  /** The path without its query, which may hold a token. An openid in the path reads `openid/…`. */
  path: string
  /** The HTTP status; null when no answer came. */
  status: number | null
  /** From sending to the end of the response (of a bill: to its beginning). */
  milliseconds: number
  /** WeChat's `Request-ID`, which its support asks for; null where it sent none. */
  requestId: string | null
  /** WeChat's `code`, `errcode` or `err_code` of a refusal; our own code when no answer came; else null. */
  code: string | null
}

/** Called after each call to WeChat. It is not awaited, and what it throws is logged and changes nothing. */
export type OnCall = (call: Call) => unknown

/** A response longer than this is no refusal. */
const MOST_REFUSAL_BYTES = 16 * 1024

/** The same `http`, which reports each call. A handler that throws or rejects changes nothing. */
export function observedHttp(http: Http, onCall: OnCall, now: () => number): Http {
  async function observe<T extends HttpResponse | HttpStreamResponse>(
    request: HttpRequest,
    send: () => Promise<T>,
  ): Promise<T> {
    const startedAt = now()
    const report = (rest: Pick<Call, 'status' | 'requestId' | 'code'>): void => {
      const { host, pathname } = new URL(request.url)
      const path = pathname.replaceAll(/(openids?)\/[^/]+/gi, '$1/…')
      const milliseconds = now() - startedAt
      callHandler(() => onCall({ method: request.method, host, path, milliseconds, ...rest }))
    }
    try {
      const response = await send()
      const { status, headers, body } = response
      report({
        status,
        requestId: requestIdOf(headers) ?? null,
        code: Buffer.isBuffer(body) ? refusalCode(body) : null,
      })
      return response
    } catch (error) {
      const code = error instanceof WeixinError ? error.code : 'weixin-unreachable'
      report({ status: null, requestId: null, code })
      throw error
    }
  }

  const observed: Http = (request) => observe(request, () => http(request))
  const stream = http.stream?.bind(http)
  if (!stream) return observed
  return Object.assign(observed, {
    stream: (request: HttpRequest) => observe(request, () => stream(request)),
  })
}

/** Read from the text alone, because the response belongs to any of WeChat's APIs. */
function refusalCode(body: Buffer): string | null {
  if (body.length === 0 || body.length > MOST_REFUSAL_BYTES) return null
  const text = body.toString('utf8').trimStart()
  if (text.startsWith('<')) {
    const [, code] =
      /<err_code>(?:<!\[CDATA\[)?(\w+)/.exec(text) ??
      /<return_code>(?:<!\[CDATA\[)?(FAIL)/.exec(text) ??
      []
    return code ?? null
  }
  try {
    const { errcode, code } = Object(JSON.parse(text)) as { errcode?: unknown; code?: unknown }
    if (typeof errcode === 'number') return errcode === 0 ? null : String(errcode)
    return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : null
  } catch {
    return null
  }
}
