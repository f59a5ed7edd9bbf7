import { type Clock, within } from '../browser/clock.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { readResponse } from './read-response.ts'
import type { Transport } from './transport.ts'

/** What may be left out of a request. */
export interface RequestOptions {
  /** Sent as JSON. */
  body?: object
  /** Aborts the request. @default never */
  signal?: AbortSignal
}

/**
 * Calls a route of koa-weixin.
 * @param keys one of them must be in the response; none: the body is not read
 * @param url a path of this site, or a whole address
 * @throws {WeixinClientError} `unreachable`, `server-unavailable`, `response-unreadable`, or the server's
 */
export type Request = <T>(
  keys: readonly string[],
  method: 'GET' | 'POST',
  url: string,
  options?: RequestOptions,
) => Promise<T>

interface Dependencies {
  transport: Transport
  clock: Clock
  /** Called with the address of the sign-in that a 401 named. */
  onSignInRequired: (address: string) => void
}

const never = new AbortController().signal

/** The one place that calls the server. */
export const createRequest =
  ({ transport, clock, onSignInRequired }: Dependencies): Request =>
  async (keys, method, url, { body, signal = never } = {}) => {
    const response = await within(clock, transport.timeout, signal, (signal) =>
      Promise.race([transport.send({ method, url, body, signal }), aborted(signal)]),
    ).catch(() => {
      // Without the cause: the error of an HTTP client shows the headers that it sent.
      throw new WeixinClientError('unreachable')
    })
    try {
      return readResponse(keys, response)
    } catch (thrown) {
      const { signIn } = thrown as WeixinClientError
      if (signIn) onSignInRequired(signIn)
      throw thrown
    }
  }

/** Rejects when the signal aborts, for a client that does not look at it. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = (): void => reject(new Error('aborted'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
  })
