import { type Transport, type TransportResponse, TIMEOUT, parseBody } from './transport.ts'

/** What `createWeixin({ http })` hands to the given client for one request; the fields are those of axios 1.x. */
export interface WeixinHttpRequest {
  /** The HTTP method. */
  method: string
  /** The whole address, or a path of this site. */
  url: string
  /** Empty, so that the client's own `baseURL` is not put in front: `base` of `createWeixin` is complete. */
  baseURL: string
  /** Sent as JSON. */
  data?: object
  /** Aborts the request. */
  signal: AbortSignal
  /** Milliseconds until the client gives the request up. */
  timeout: number
  /** Sees the text of each response before any interceptor does, and returns what the interceptors see. */
  transformResponse: (data: unknown, headers: unknown, status?: number) => unknown
}

/** The part of a request's configuration that an interceptor of this package changes. */
export interface AdaptedRequest {
  /** The functions that transform the text of the response. */
  transformResponse?: unknown
}

/**
 * The part of an HTTP client that `createWeixin({ http })` uses. An instance of any axios 1.x fits.
 * @example createWeixin({ http: axios.create({ headers: { 'x-app': 'tea' } }) })
 */
export interface WeixinHttp {
  /** Sends a request and resolves with the response, or with its body. */
  request(config: WeixinHttpRequest): Promise<unknown>
  /** The client's defaults; its time-out counts, where it has one. */
  defaults?: {
    /** Milliseconds; 0 and undefined mean none. */
    timeout?: number | undefined
  }
  /** Used by `useOAuth({ signIn: 'automatic' })` only, to see the 401 of every call. */
  interceptors?: {
    /** Those of requests. */
    request: {
      /** Registers a function that may change the configuration of each request. */
      use(adapt: <C extends AdaptedRequest>(config: C) => C): unknown
    }
  }
}

/** Milliseconds until a request by this client is given up. */
export const timeoutOf = (http: WeixinHttp | undefined): number =>
  http?.defaults?.timeout || TIMEOUT

/**
 * Sends by the given client, with its headers and interceptors. The response is read where axios transforms it, so that
 * an interceptor that unwraps the body, rejects what is not wrapped as it expects, or never settles changes nothing. The
 * last one counts, because an interceptor may send the request again, such as after it has renewed a token.
 */
export const givenHttp =
  (http: WeixinHttp): Transport =>
  ({ body: data, ...request }) =>
    new Promise((resolve, reject) => {
      let response: TransportResponse | undefined
      const end = (): void => response && resolve(response)
      request.signal.addEventListener('abort', end)
      http
        .request({
          ...request,
          ...(data && { data }),
          baseURL: '',
          timeout: timeoutOf(http),
          transformResponse(text, _, status) {
            const parsed = parseBody(text)
            response = { status, data: parsed }
            return parsed
          },
        })
        .then(
          // A client that is not axios may not call transformResponse; it resolves with a response or with a body.
          (result) => resolve(response ?? { status: undefined, data: result }),
          (thrown) => {
            end()
            reject(thrown as Error)
          },
        )
    })
