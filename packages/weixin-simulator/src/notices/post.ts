import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

export interface Answer {
  /** Null when nobody answered in time. */
  status: number | null
  body: string
}

/** WeChat waits five seconds for an answer. In milliseconds. */
const PATIENCE = 5000
const LONGEST_ANSWER = 65_536

/** Posts JSON once, follows no redirect, and never rejects. */
export function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  const bytes = Buffer.from(body)
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve) => {
    const unanswered = (): void => resolve({ status: null, body: '' })
    const sent = request(url, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': bytes.length,
        Accept: '*/*',
        'User-Agent': 'Mozilla/4.0',
        ...headers,
      },
    })
    sent.once('error', unanswered)
    sent.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        if (text.length < LONGEST_ANSWER) text += part
      })
      response.once('error', unanswered)
      response.once('end', () => resolve({ status: response.statusCode ?? null, body: text }))
    })
    sent.end(bytes)
  })
}

/** Only these two are documented as success. */
export const isTaken = ({ status }: Answer): boolean => status === 200 || status === 204
