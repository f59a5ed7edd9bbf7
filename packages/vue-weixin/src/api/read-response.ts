import { isAxiosError } from 'axios'
import type { ErrorResponse } from 'weixin-contract'
import { WeixinClientError, asClientError } from '../weixin-client-error.ts'

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value

/** A wrong `base` often answers 200 with the app's own HTML page, so a response is recognized by one of its keys. */
export function readResponse<T>(keys: readonly string[], data: unknown): T {
  if (!keys.some((key) => has(data, key))) throw new WeixinClientError('response-unreadable')
  return data as T
}

const isErrorResponse = (data: unknown): data is ErrorResponse =>
  has(data, 'error') && has(data.error, 'code') && typeof data.error.code === 'string'

/** What a failed request means. */
export function readFailure(thrown: unknown): WeixinClientError {
  if (!isAxiosError<unknown>(thrown)) return asClientError(thrown)
  if (!thrown.response) return new WeixinClientError('unreachable')
  const { status, data } = thrown.response
  if (!isErrorResponse(data)) return new WeixinClientError('response-unreadable', { status })
  return new WeixinClientError(data.error.code, { ...data.error, status })
}

/** Whether the same request may succeed a moment later: no answer, or a gateway's or our server's "not now". */
export const isPassing = ({ code, status }: WeixinClientError): boolean =>
  code === 'unreachable' || status === 502 || status === 503 || status === 504
