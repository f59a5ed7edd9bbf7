import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import type { AxiosInstance, AxiosResponse } from 'axios'
import { invalid } from '../errors/option-invalid.ts'
import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'

/** What proves the merchant to a host that asks for a certificate, as `node:tls` takes it. */
export interface ClientCertificate {
  /** The content of apiclient_cert.p12; in place of `cert` and `key`. */
  pfx?: Buffer
  /** The password of `pfx`. */
  passphrase?: string
  /** PEM of the certificate, apiclient_cert.pem. */
  cert?: string
  /** PEM of its private key, apiclient_key.pem. */
  key?: string
  /** PEM of the authority that the host's own certificate comes from. @default Node's list */
  ca?: string
}

/** One request to WeChat, complete and signed. An `http` of the app's own sends it without any change. */
export interface HttpRequest {
  /** The HTTP method, in upper case. */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The whole address, with the query encoded as it was signed. It may hold a token: log none of it. */
  url: string
  /** The header fields to send, the signature among them. */
  headers: Record<string, string>
  /** Sent exactly as it is. */
  body?: string
  /** Milliseconds until the call is given up. */
  timeoutMs: number
  /** Connect with this certificate; the same object shares its connections. */
  clientCertificate?: ClientCertificate
}

/** WeChat's response, of any status. */
export interface HttpResponse {
  /** The HTTP status. */
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

/** How WeChat is called. Any status is a response; what it throws means that none came (`weixin-unreachable`). */
export interface Http {
  (request: HttpRequest): Promise<HttpResponse>
  /**
   * For large files; without it they are held in memory. `timeoutMs` is the longest silence, before
   * the response begins and between two pieces of it.
   */
  stream?(request: HttpRequest): Promise<HttpStreamResponse>
}

const MOST_BYTES = 4 * 1024 * 1024

/** How `axiosHttp` reaches WeChat. */
export interface AxiosHttpOptions {
  /**
   * An HTTP proxy on the way out, such as `http://proxy.internal:3128`; `'environment'` takes the one that HTTPS_PROXY,
   * HTTP_PROXY and NO_PROXY name.
   * @default none: the environment's proxy is ignored
   */
  proxy?: 'environment' | (string & {})
  /**
   * Hosts that stand in front of WeChat's and forward to them, by WeChat's origins:
   * `{ 'https://api.mch.weixin.qq.com': 'https://pay-forward.internal' }`. Signatures do not cover the host. Downloads
   * of bills go the same way.
   * @default {}
   */
  forward?: Readonly<Record<string, string>>
}

/**
 * The default `http`: axios, kept from everything that would change a byte or a signed path (its JSON handling and
 * redirects), with connections kept open. axios is loaded at the first call. Throws `option-invalid`.
 */
export function axiosHttp({ proxy, forward = {} }: AxiosHttpOptions = {}): Http {
  const httpAgent = new HttpAgent({ keepAlive: true })
  const httpsAgent = new HttpsAgent({ keepAlive: true })
  const agents = new WeakMap<ClientCertificate, HttpsAgent>()
  const proxySetting = readProxy(proxy)
  const forwards = Object.entries(forward).map(
    ([from, to]) => [readOrigin('forward', from), readOrigin('forward', to)] as const,
  )
  let client: Promise<AxiosInstance> | undefined

  /** Awaited before a call's time begins: loading axios takes longer than many calls. */
  function axios(): Promise<AxiosInstance> {
    client ??= load()
    return client
  }

  async function load(): Promise<AxiosInstance> {
    const { default: library } = await import('axios')
    return library.create({
      adapter: 'http',
      httpAgent,
      httpsAgent,
      maxContentLength: MOST_BYTES,
      maxRedirects: 0,
      ...(proxySetting === undefined ? {} : { proxy: proxySetting }),
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
    })
  }

  function agentOf(certificate: ClientCertificate): HttpsAgent {
    const agent = agents.get(certificate) ?? new HttpsAgent({ keepAlive: true, ...certificate })
    agents.set(certificate, agent)
    return agent
  }

  function forwarded(url: string): string {
    const found = forwards.find(([from]) => url.startsWith(`${from}/`))
    return found ? found[1] + url.slice(found[0].length) : url
  }

  async function send<T>(
    { method, url, headers, body, clientCertificate }: HttpRequest,
    rest: object,
  ): Promise<AxiosResponse<T>> {
    client ??= load()
    try {
      return await (
        await client
      ).request<T>({
        method,
        url: forwarded(url),
        headers,
        ...(clientCertificate ? { httpsAgent: agentOf(clientCertificate) } : {}),
        data: body === undefined ? undefined : Buffer.from(body),
        ...rest,
      })
    } catch (error) {
      throw unreachable(error)
    }
  }

  async function call(request: HttpRequest): Promise<HttpResponse> {
    const { timeoutMs } = request
    await axios()
    const { status, headers, data } = await send<Buffer>(request, {
      responseType: 'arraybuffer',
      timeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status, headers: headers as HttpResponse['headers'], body: data }
  }

  async function stream(request: HttpRequest): Promise<HttpStreamResponse> {
    const { timeoutMs } = request
    await axios()
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(), timeoutMs)
    try {
      const { status, headers, data } = await send<Readable>(request, {
        decompress: false,
        maxContentLength: -1,
        responseType: 'stream',
        signal: silence.signal,
      })
      const body = endWhenSilent(data, timeoutMs)
      return { status, headers: headers as HttpResponse['headers'], body }
    } finally {
      clearTimeout(timer)
    }
  }

  return Object.assign(call, { stream })
}

/** Undefined leaves axios to its own rule, which reads the environment. */
function readProxy(
  proxy: AxiosHttpOptions['proxy'],
): { protocol: string; host: string; port: number; auth?: ProxyAuth } | false | undefined {
  if (proxy === undefined) return false
  if (proxy === 'environment') return undefined
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol))
    throw invalid("proxy: like http://proxy.internal:3128, or 'environment'")
  const { protocol, hostname, port, username, password } = new URL(proxy)
  return {
    protocol,
    host: hostname,
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    ...(username === ''
      ? {}
      : {
          auth: {
            username: decodeURIComponent(username),
            password: decodeURIComponent(password),
          },
        }),
  }
}

interface ProxyAuth {
  username: string
  password: string
}

function readOrigin(name: string, text: string): string {
  if (!URL.canParse(text) || new URL(text).origin !== text)
    throw invalid(`${name}: origins such as https://api.mch.weixin.qq.com, without a path`)
  return text
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

/**
 * The app's own `http`: whatever it throws means that no answer came, as by `fetch`, which throws a TypeError. What was
 * thrown is dropped, because its texts may hold the URL; its code, or its name, says what to look for.
 */
export function guardedHttp(http: Http): Http {
  const guarded =
    <T>(call: (request: HttpRequest) => Promise<T>) =>
    async (request: HttpRequest): Promise<T> => {
      try {
        return await call(request)
      } catch (thrown) {
        const error = asWeixinError(thrown)
        throw error.code === 'internal' ? unreachable(thrown) : error
      }
    }
  const stream = http.stream?.bind(http)
  return Object.assign(guarded(http), stream && { stream: guarded(stream) })
}

/** The AxiosError itself is dropped: its config holds the URL, and the URL the secret. */
function unreachable(error: unknown): WeixinError {
  const detail = codeOf(error)
  return new WeixinError('weixin-unreachable', detail === undefined ? {} : { detail })
}

/** `ECONNREFUSED`, of the error or of its cause; else its name. Anything may be thrown, and its getters may throw. */
function codeOf(error: unknown): string | undefined {
  try {
    const { code, cause, name } = Object(error) as Record<string, unknown>
    const { code: causeCode } = Object(cause) as Record<string, unknown>
    return [code, causeCode, name].find((one): one is string => typeof one === 'string')
  } catch {
    return undefined
  }
}
