import { type Clock, within } from '../browser/clock.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { readResponse } from './read-response.ts'
import type { Transport } from './transport.ts'

/** What may be left out of a request. */
export interface RequestOptions {
  /** Sent as JSON, by POST. @default none, by GET */
  body?: object | undefined
  /** Aborts the request. @default never */
  signal?: AbortSignal
}

/**
 * Calls a route of koa-weixin.
 * @param keys one of them, separated by spaces, must be in the response; empty: the body is not read
 * @param url a path of this site, or a whole address
 * @throws {WeixinClientError} `unreachable`, `server-unavailable`, `response-unreadable`, or the server's
 */
export type Request = <T>(keys: string, url: string, options?: RequestOptions) => Promise<T>

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal

/** Creates the one place that calls the server. @param onSignIn called with the address that a 401 named */
export const createRequest =
  (
    transport: Transport,
    timeout: number,
    clock: Clock,
    onSignIn: (address: string) => void,
  ): Request =>
  async (keys, url, { body, signal = never } = {}) => {
    const response = await within(clock, timeout, signal, (over) =>
      transport({ method: body ? 'POST' : 'GET', url, body, signal: over }),
    ).catch(() => {})
    // Without a cause: the error of an HTTP client shows the headers that it sent.
    if (!response) throw new WeixinClientError('unreachable')
    return readResponse(keys, response, onSignIn)
  }
