import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { rootCertificates } from 'node:tls'

export interface Answer {
  /** Null when nobody answered in time. */
  status: number | null
  body: string
}

/** WeChat waits five seconds for an answer; here from when the connection was made. In milliseconds. */
const TIMEOUT = 5000
const LONGEST_ANSWER = 65_536

/** How a notification is posted. */
export interface PostOptions {
  signal: AbortSignal
  contentType: string
  /** Certificate authorities beside the usual ones, PEM. */
  ca: string | undefined
}

/** Posts a notification once, follows no redirect, and never rejects. */
export function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  { signal, contentType, ca }: PostOptions,
): Promise<Answer> {
  const bytes = Buffer.from(body)
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve) => {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), TIMEOUT)
    const end = (answer: Answer): void => {
      clearTimeout(timer)
      resolve(answer)
    }
    const unanswered = (): void => end({ status: null, body: '' })
    const sent = request(url, {
      method: 'POST',
      agent: false,
      ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
      signal: AbortSignal.any([signal, late.signal]),
      headers: {
        'Content-Type': contentType,
        'Content-Length': bytes.length,
        Accept: '*/*',
        'User-Agent': 'Mozilla/4.0',
        ...headers,
      },
    })
    sent.once('error', unanswered)
    sent.once('socket', (socket) => socket.once('connect', () => timer.refresh()))
    sent.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        if (text.length < LONGEST_ANSWER) text += part
      })
      response.once('error', unanswered)
      response.once('end', () => end({ status: response.statusCode ?? null, body: text }))
    })
    sent.end(bytes)
  })
}

const XML_ACCEPTED = /^<xml>\s*<return_code>(SUCCESS|<!\[CDATA\[SUCCESS\]\]>)<\/return_code>/

/** Only these two statuses are documented as success; of API v2 the answer's text tells. */
export const isAccepted = ({ status, body }: Answer, form?: 'xml'): boolean =>
  form === 'xml' ? status === 200 && XML_ACCEPTED.test(body) : status === 200 || status === 204
