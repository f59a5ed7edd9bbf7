import type { ErrorResponse } from 'weixin-contract'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import type { TransportResponse } from './transport.ts'

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value

const isErrorResponse = (data: unknown): data is ErrorResponse =>
  has(data, 'error') && has(data.error, 'code') && typeof data.error.code === 'string'

/**
 * The body of a successful response, recognised by one of its keys: under a wrong `base` an app often responds with
 * 200 and its own HTML page.
 * @param keys none: the body is not read
 * @throws {WeixinClientError} the server's error, `server-unavailable` or `response-unreadable`
 */
export function readResponse<T>(keys: readonly string[], { status, data }: TransportResponse): T {
  const bodies = [data, has(data, 'data') ? data.data : undefined]
  const failed = bodies.find(isErrorResponse)
  if (failed) throw new WeixinClientError(failed.error.code, { ...failed.error, status })
  if (status !== undefined && (status >= 500 || status === 429))
    throw new WeixinClientError('server-unavailable', { status })
  const body = keys.length ? bodies.find((it) => keys.some((key) => has(it, key))) : {}
  if (!body || (status !== undefined && status >= 400))
    throw new WeixinClientError('response-unreadable', { status })
  return body as T
}

/** Whether the same request may succeed a moment later: no response, or "not now" of the server or of a proxy. */
export const isPassing = ({ code, status = 0 }: WeixinClientError): boolean =>
  code === 'unreachable' || status === 429 || (status > 501 && status < 505)
