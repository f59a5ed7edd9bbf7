import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import axios, { isAxiosError } from 'axios'
import { WeixinError } from '../errors/weixin-error.ts'

/** What proves the merchant to a host that asks for a certificate, as `node:tls` takes it. */
export interface ClientCertificate {
  pfx?: Buffer
  passphrase?: string
  cert?: string
  key?: string
  /** PEM of the authority that the host's own certificate comes from. @default Node's list */
  ca?: string
}

export interface HttpRequest {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  /** Sent exactly as it is. */
  body?: string
  /** Milliseconds until the call is given up. */
  timeoutMs: number
  /** Connect with this certificate; the same object shares its connections. */
  clientCertificate?: ClientCertificate
}

export interface HttpResponse {
  status: number
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>
  /** The bytes as they came. */
  body: Buffer
}

/** A response whose body is still coming. */
export interface HttpStreamResponse extends Omit<HttpResponse, 'body'> {
  /** The bytes as they come; throws when they end early. */
  body: AsyncIterable<Uint8Array>
}

/** How WeChat is called. Any status is a response; throws `weixin-unreachable` when none came. */
export interface Http {
  (request: HttpRequest): Promise<HttpResponse>
  /**
   * For large files; without it they are held in memory. `timeoutMs` is the longest silence, before
   * the response begins and between two pieces of it.
   */
  stream?(request: HttpRequest): Promise<HttpStreamResponse>
}

const MOST_BYTES = 4 * 1024 * 1024

/**
 * The default: axios, kept from everything that would change a byte or a signed path (its JSON
 * handling, redirects, HTTP_PROXY), with connections kept open.
 */
export function axiosHttp(): Http {
  const client = axios.create({
    adapter: 'http',
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
    maxContentLength: MOST_BYTES,
    maxRedirects: 0,
    proxy: false,
    responseType: 'arraybuffer',
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
  })
  const agents = new WeakMap<ClientCertificate, HttpsAgent>()
  const agentOf = (certificate: ClientCertificate): HttpsAgent => {
    const agent = agents.get(certificate) ?? new HttpsAgent({ keepAlive: true, ...certificate })
    agents.set(certificate, agent)
    return agent
  }
  const call: Http = async ({ method, url, headers, body, timeoutMs, clientCertificate }) => {
    try {
      const response = await client.request<Buffer>({
        method,
        url,
        headers,
        ...(clientCertificate ? { httpsAgent: agentOf(clientCertificate) } : {}),
        data: body === undefined ? undefined : Buffer.from(body),
        timeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs),
      })
      return {
        status: response.status,
        headers: response.headers as HttpResponse['headers'],
        body: response.data,
      }
    } catch (error) {
      throw unreachable(error)
    }
  }

  async function stream({
    method,
    url,
    headers,
    body,
    timeoutMs,
    clientCertificate,
  }: HttpRequest): Promise<HttpStreamResponse> {
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(), timeoutMs)
    try {
      const response = await client.request<Readable>({
        method,
        url,
        headers,
        ...(clientCertificate ? { httpsAgent: agentOf(clientCertificate) } : {}),
        data: body === undefined ? undefined : Buffer.from(body),
        decompress: false,
        maxContentLength: -1,
        responseType: 'stream',
        signal: silence.signal,
      })
      const { status, data } = response
      return {
        status,
        headers: response.headers as HttpResponse['headers'],
        body: endWhenSilent(data, timeoutMs),
      }
    } catch (error) {
      throw unreachable(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return Object.assign(call, { stream })
}

/** Ends a body that stays silent for so long. */
async function* endWhenSilent(body: Readable, silenceMs: number): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => body.destroy(new Error('silent')), silenceMs)
  try {
    for await (const piece of body) {
      timer.refresh()
      yield piece as Buffer
    }
  } finally {
    clearTimeout(timer)
  }
}

/** The AxiosError itself is dropped: its config holds the URL, and the URL the secret. */
function unreachable(error: unknown): WeixinError {
  const detail = isAxiosError(error) ? error.code : undefined
  return new WeixinError('weixin-unreachable', detail === undefined ? {} : { detail })
}
