/** One request of this package to its server. */
export interface TransportRequest {
  /** The HTTP method. */
  readonly method: 'GET' | 'POST'
  /** The whole address, or a path of this site. */
  readonly url: string
  /** Sent as JSON. */
  readonly body?: object | undefined
  /** Aborts the request. */
  readonly signal: AbortSignal
}

/** A response as far as this package reads it. */
export interface TransportResponse {
  /** The HTTP status; undefined where the given http does not tell it. */
  readonly status: number | undefined
  /** The parsed JSON, or the text where the body is no JSON. */
  readonly data: unknown
}

/** Sends a request. It rejects only when no response came. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>

/** Milliseconds for one request. The server itself may wait for WeChat. */
export const TIMEOUT = 10_000

/** Parses JSON; any other body stays a text. */
export function parseBody(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : text
  } catch {
    return text
  }
}

/** The default transport. Cookies go along to another origin, too: `base` may name one. */
export const fetchTransport: Transport = async ({ method, url, body, signal }) => {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(url, { method, signal, credentials: 'include', ...(body && json) })
  return { status: response.status, data: parseBody(await response.text()) }
}
