import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { processRandom } from '../../src/crypto/random.ts'
import { bridgeScript } from '../../src/phone/bridge-script.ts'
import { findEnvironment } from '../../src/phone/environments.ts'
import { answerCommand } from '../../src/phone/js-sdk/answer.ts'

/** One request of the bridge. */
export interface StubRequest {
  path: string
  body: Record<string, unknown>
}

/** The server side of the phone, whose answers a test decides. */
export interface StubWeixin {
  url: string
  /** The requests of the bridge, in order. */
  requests: StubRequest[]
  /** Answers by path; a function may look at the request. */
  answers: Record<string, object | ((request: StubRequest) => object | Promise<object>)>
  close(): Promise<void>
}

export const payment = {
  prepayId: 'wx2311prepay',
  payee: '山前茶铺',
  total: 2800,
  description: '明前龙井 × 1',
  balance: 12850,
}

const usual: StubWeixin['answers'] = {
  config: { response: { err_msg: 'preVerifyJSAPI:ok' } },
  payments: { payment },
  [`payments/${payment.prepayId}`]: { paid: true },
  // Nothing ends the sheet but the user.
  [`payments/${payment.prepayId}/outcome`]: () => new Promise(() => {}),
  commands: ({ body }) => ({
    response: answerCommand(
      {
        native: String(body['command']),
        args: body['args'] as Record<string, unknown>,
        environment: findEnvironment(body['platform'])?.name ?? 'auto',
        isAndroid: /android/i.test(String(body['userAgent'])),
        isIos: /iphone/i.test(String(body['userAgent'])),
        isGranted: body['isGranted'] === true,
        random: processRandom,
      },
      undefined,
    ),
  }),
}

export async function startStubWeixin(): Promise<StubWeixin> {
  const stub: StubWeixin = {
    url: '',
    requests: [],
    answers: { ...usual },
    close: () => stop(server),
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/simulator/fonts.css') {
      response.setHeader('content-type', 'text/css').end()
      return
    }
    if (pathname === '/simulator/bridge.js') {
      response.setHeader('content-type', 'text/javascript; charset=utf-8').end(bridgeScript())
      return
    }
    response
      .setHeader('access-control-allow-origin', request.headers.origin ?? '')
      .setHeader('access-control-allow-credentials', 'true')
      .setHeader('access-control-allow-headers', 'content-type')
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return
    }
    void answer(request, pathname.replace('/simulator/phone/', '')).then((body) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
    )
  })

  async function answer(request: IncomingMessage, path: string): Promise<object | undefined> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const received = {
      path,
      body: JSON.parse(Buffer.concat(chunks).toString()) as StubRequest['body'],
    }
    // The sheet waits for its end all the while.
    if (!path.endsWith('/outcome')) stub.requests.push(received)
    const answer = stub.answers[path]
    return typeof answer === 'function' ? answer(received) : answer
  }

  stub.url = await listen(server)
  return stub
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

export function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
