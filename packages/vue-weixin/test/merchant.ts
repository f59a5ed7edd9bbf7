import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Answer {
  /** Milliseconds before it comes; `never`: the request hangs. */
  after?: number | 'never'
  status?: number
  type?: string
  body: unknown
}

/** A server on this machine with given responses, which records the requests. */
export interface Merchant {
  url: string
  /** By method and path without its query: `GET /weixin/user`. A list answers in turn, its last one for ever. */
  answers: Record<string, Answer | Answer[]>
  /** Method, path and query of every request for `/weixin`. */
  requests: string[]
  close(): Promise<void>
}

export async function startMerchant(): Promise<Merchant> {
  const requests: string[] = []
  const answers: Merchant['answers'] = {}
  const server = createServer((req, res) => {
    const [path = ''] = (req.url ?? '').split('?', 1)
    if (path.startsWith('/weixin')) requests.push(`${req.method} ${req.url}`)
    const listed = answers[`${req.method} ${path}`] ?? { status: 404, type: 'text/html', body: '' }
    const answer = Array.isArray(listed) ? (listed.length > 1 ? listed.shift() : listed[0]) : listed
    const { after = 0, status = 200, type = 'application/json', body } = answer ?? { body: null }
    if (after === 'never') return
    setTimeout(() => {
      res.writeHead(status, { 'content-type': `${type}; charset=utf-8` })
      res.end(type === 'application/json' ? JSON.stringify(body) : body)
    }, after)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The same shape as koa-weixin's failing responses. */
export const failure = (status: number, code: string, more: object = {}): Answer => ({
  status,
  body: { error: { code, message: `why ${code}`, id: 'f00d', ...more } },
})
