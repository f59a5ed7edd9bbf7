import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
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

export interface HttpReply {
  status: number
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>
  /** The bytes as they came. */
  body: Buffer
}

/** How WeChat is called. Any status is a reply; throws `weixin-unreachable` when none came. */
export type Http = (request: HttpRequest) => Promise<HttpReply>

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
  return async ({ method, url, headers, body, timeoutMs, clientCertificate }) => {
    try {
      const reply = await client.request<Buffer>({
        method,
        url,
        headers,
        ...(clientCertificate ? { httpsAgent: agentOf(clientCertificate) } : {}),
        data: body === undefined ? undefined : Buffer.from(body),
        timeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs),
      })
      return {
        status: reply.status,
        headers: reply.headers as HttpReply['headers'],
        body: reply.data,
      }
    } catch (error) {
      // The AxiosError itself is dropped: its config holds the URL, and the URL the secret.
      const detail = isAxiosError(error) ? error.code : undefined
      throw new WeixinError('weixin-unreachable', detail === undefined ? {} : { detail })
    }
  }
}
