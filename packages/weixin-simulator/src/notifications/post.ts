import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { rootCertificates } from 'node:tls'

export interface Answer {
  /** Null when nobody answered in time. */
  status: number | null
  body: string
  /** Why nobody answered, for the log; null when somebody did. */
  problem: string | null
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

/** Codes of a certificate that no known authority vouches for. */
const UNKNOWN_AUTHORITY =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER_CERT_LOCALLY|VERIFY_LEAF_SIGNATURE))$/

function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return UNKNOWN_AUTHORITY.test(code)
    ? `${error.message}: name its authority by the option notifyCa (--notify-ca)`
    : error.message || code
}

/** Posts once. Throws for an address, or an authority, with which no request can be made. */
function send(
  url: string,
  headers: Record<string, string>,
  body: string,
  { signal, contentType, ca }: PostOptions,
): Promise<Answer> {
  const bytes = Buffer.from(body)
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  const late = new AbortController()
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
  return new Promise((resolve) => {
    const timer = setTimeout(() => late.abort(), TIMEOUT)
    const end = (answer: Answer): void => {
      clearTimeout(timer)
      resolve(answer)
    }
    const unanswered = (error: unknown): void => {
      const problem = late.signal.aborted ? 'No answer came in time' : problemOf(error)
      end({ status: null, body: '', problem })
    }
    sent.once('error', unanswered)
    sent.once('socket', (socket) => socket.once('connect', () => timer.refresh()))
    sent.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        if (text.length < LONGEST_ANSWER) text += part
      })
      response.once('error', unanswered)
      response.once('end', () =>
        end({ status: response.statusCode ?? null, body: text, problem: null }),
      )
    })
    sent.end(bytes)
  })
}

/** Posts a notification once, follows no redirect, and never rejects. */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  options: PostOptions,
): Promise<Answer> {
  try {
    return await send(url, headers, body, options)
  } catch (error) {
    return { status: null, body: '', problem: problemOf(error) }
  }
}

const XML_ACCEPTED = /^<xml>\s*<return_code>(SUCCESS|<!\[CDATA\[SUCCESS\]\]>)<\/return_code>/

/** Only these two statuses are documented as success; of API v2 the answer's text tells. */
export const isAccepted = ({ status, body }: Answer, form?: 'xml'): boolean =>
  form === 'xml' ? status === 200 && XML_ACCEPTED.test(body) : status === 200 || status === 204
