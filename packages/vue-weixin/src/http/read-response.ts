import type { ErrorResponse } from 'weixin-contract'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import type { TransportResponse } from './transport.ts'

/**
 * The body of a successful response, recognised by its keys: under a wrong `base` an app often responds with 200 and its
 * own HTML page.
 * @param keys separated by a space; one of them must be there. Empty: the body is not read
 * @throws {WeixinClientError} the server's error, `server-unavailable` or `response-unreadable`
 */
export function readResponse<T>(keys: string, { status, data }: TransportResponse): T {
  // The body, or a response of the given client that holds it.
  const bodies = [data, (data as { data?: unknown } | null)?.data] as (
    | (Partial<ErrorResponse> & Record<string, unknown>)
    | null
    | undefined
  )[]
  const error = bodies.find((body) => body?.error?.code)?.error
  if (error) throw new WeixinClientError(error.code, { ...error, status })
  const body = keys ? bodies.find((it) => keys.split(' ').some((key) => key in Object(it))) : {}
  // A client that tells no status resolves with successful responses.
  const known = status ?? 200
  if (known < 400 && body) return body as T
  throw new WeixinClientError(
    known > 499 || known === 429 ? 'server-unavailable' : 'response-unreadable',
    { status },
  )
}

/** Whether the same request may succeed a moment later: no response, or "not now" of the server or of a proxy. */
export const isPassing = ({ code, status = 0 }: WeixinClientError): boolean =>
  code === 'unreachable' || status === 429 || (status > 501 && status < 505)
