import { request } from 'node:http'
import { connect } from 'node:net'

/** What goes over the wire. */
export interface Sent {
  method?: string
  path?: string
  /** A list is sent as that many headers. */
  headers: Record<string, string | string[]>
  body: string | Buffer
  /** In pieces without a length, each after the one before has left. */
  chunks?: readonly (string | Buffer)[]
  /** Instead of all that: these bytes, and then the end, or silence. */
  raw?: { head: string; isEnded: boolean }
  /** Which server it is sent to. @default 'nothing' */
  front?: Front
}

/** What stands in front of `notify`. */
export type Front = 'nothing' | 'koa-body, bytes kept' | 'koa-body' | '@koa/bodyparser'

export interface Received {
  status: number
  text: string
}

/** Headers are sent as they are, doubled ones too, which fetch would join. */
export function send(origin: string, sent: Sent): Promise<Received> {
  if (sent.raw) return sendRaw(origin, sent.raw)
  const { hostname, port } = new URL(origin)
  const { method = 'POST', path = '/weixin/notify', headers, body, chunks } = sent
  return new Promise((resolve, reject) => {
    const requests = request(
      { hostname, port, method, path, headers, agent: false },
      (response) => {
        let text = JSON.stringify(response.headers)
        response.setEncoding('utf8')
        response.on('data', (part: string) => (text += part))
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }))
      },
    )
    requests.once('error', reject)
    if (!chunks) {
      requests.setHeader('content-length', Buffer.byteLength(body))
      requests.end(body)
      return
    }
    for (const chunk of chunks) requests.write(chunk)
    requests.end()
  })
}

/** Status 0: the server ended the connection without a word. */
function sendRaw(origin: string, { head, isEnded }: NonNullable<Sent['raw']>): Promise<Received> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => (text += part))
    socket.once('error', reject)
    // The server must end it: a caller who never does would be held for ever.
    socket.once('end', () => {
      socket.end()
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text })
    })
    socket.write(head)
    if (isEnded) socket.end()
  })
}

/** A request's first bytes, for `raw`. */
export function headOf(
  headers: Record<string, string>,
  body: string,
  path = '/weixin/notify',
): string {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}
