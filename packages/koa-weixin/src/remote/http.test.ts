import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { WeixinError } from '../errors/weixin-error.ts'
import { axiosHttp, guardedHttp, type HttpRequest, type HttpStreamResponse } from './http.ts'

async function send(
  answer: RequestListener,
  request: Partial<HttpRequest> = {},
): Promise<HttpStreamResponse | undefined> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const url = `http://localhost:${(server.address() as AddressInfo).port}/file`
  return axiosHttp().stream?.({ method: 'GET', headers: {}, timeoutMs: 20_000, ...request, url })
}

async function collect(body: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of body ?? []) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

it('gives the bytes as they come, unzipping nothing', async () => {
  const reply = await send((_request, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': 5 }).end('bytes')
  })
  expect(reply).toMatchObject({ status: 200, headers: { 'content-length': '5' } })
  expect(await collect(reply?.body)).toBe('bytes')
})

it('sends a body to the letter, and reads what answers it', async () => {
  const body = '<xml>茶</xml>'
  const reply = await send(
    (request, response) => {
      response.writeHead(200, { 'Content-Type': request.method })
      request.pipe(response)
    },
    { method: 'POST', headers: { 'content-type': 'text/xml' }, body },
  )
  expect(reply?.headers['content-type']).toBe('POST')
  expect(await collect(reply?.body)).toBe(body)
})

it('follows no redirect', async () => {
  const reply = await send((_request, response) => {
    response.writeHead(302, { Location: 'http://localhost:1/' }).end('elsewhere')
  })
  expect(reply?.status).toBe(302)
  expect(await collect(reply?.body)).toBe('elsewhere')
})

it('gives up on a server that is silent', async () => {
  await expect(send(() => {}, { timeoutMs: 100 })).rejects.toMatchObject({
    code: 'weixin-unreachable',
  })
})

it('gives up on a file that goes silent, or whose connection breaks', async () => {
  const half: RequestListener = (_request, response) => {
    response.writeHead(200, { 'Content-Length': 10 }).write('half')
  }
  const silent = await send(half, { timeoutMs: 1_000 })
  await expect(collect(silent?.body)).rejects.toThrow('silent')
  const broken = await send((_request, response) => {
    response.writeHead(200, { 'Content-Length': 10 }).write('half', () => response.destroy())
  })
  await expect(collect(broken?.body)).rejects.toThrow('aborted')
})

const closed = Object.defineProperty(new Error('closed'), 'code', {
  get() {
    throw new Error('no code')
  },
})

it.each<[string, unknown, string | undefined]>([
  [
    'fetch',
    new TypeError('https://x/?secret=s', { cause: { code: 'ECONNREFUSED' } }),
    'ECONNREFUSED',
  ],
  [
    'a library',
    Object.assign(new Error('https://x/?secret=s'), { code: 'ETIMEDOUT' }),
    'ETIMEDOUT',
  ],
  ['its own time-out', new DOMException('late', 'TimeoutError'), 'TimeoutError'],
  ['nothing', null, undefined],
  ['a closed error', closed, undefined],
  ['ours', new WeixinError('weixin-unreachable', { detail: 'as it is' }), 'as it is'],
])('an http of the app’s that throws got no answer: %s', async (_, thrown, detail) => {
  const failing = guardedHttp(
    Object.assign(() => Promise.reject(thrown), { stream: () => Promise.reject(thrown) }),
  )
  const request: HttpRequest = { method: 'GET', url: 'https://x/', headers: {}, timeoutMs: 1_000 }
  for (const sent of [failing(request), failing.stream?.(request)]) {
    const error = (await sent?.catch((one: unknown) => one)) as WeixinError
    expect(error).toMatchObject({ code: 'weixin-unreachable', detail })
    expect(`${error.message} ${String(error.cause)}`).not.toContain('secret')
  }
})
