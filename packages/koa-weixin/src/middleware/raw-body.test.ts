import { createServer, request as send } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import Koa from 'koa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { asWeixinError } from '../errors/weixin-error.ts'
import { createBodyReader, type BodyReaderOptions } from './raw-body.ts'

/** Answers each request with how many bytes came, or with the code of the error. */
async function serve(options: BodyReaderOptions) {
  const bodies = createBodyReader(options)
  const app = new Koa()
  let latest: Socket | undefined
  app.use(async (ctx) => {
    latest = ctx.req.socket
    ctx.body = await bodies.read(ctx).then(
      (bytes) => String(bytes.length),
      (thrown: unknown) => asWeixinError(thrown).code,
    )
  })
  const handle = app.callback()
  const server = createServer((request, response) => void handle(request, response))
  server.listen(0, 'localhost')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  /** A request whose body is still being sent, its response, and the bytes of it that the server has read. */
  const open = async () => {
    const before = latest
    const out = send({ port, host: 'localhost', method: 'POST', agent: false })
    const answer = new Promise<string>((resolve) => {
      out.on('error', (error) => resolve(String(error)))
      out.on('response', (response) => {
        void response.toArray().then((pieces) => resolve(Buffer.concat(pieces).toString()))
      })
    })
    out.write('x'.repeat(10))
    await expect.poll(() => latest, { interval: 2 }).not.toBe(before)
    const socket = latest
    return { out, answer, bytesRead: () => socket?.bytesRead ?? 0 }
  }
  return { open }
}

describe('bodies that nobody has verified', () => {
  it('are dropped, the oldest first, when there are too many', async () => {
    const { open } = await serve({ maxBodies: 2 })
    const [first, second] = [await open(), await open()]
    const third = await open()
    expect(await first.answer).toBe('overloaded')
    for (const { out } of [second, third]) out.end('y')
    expect([await second.answer, await third.answer]).toEqual(['11', '11'])
  })

  it('are dropped, the oldest first, when they hold too many bytes', async () => {
    const { open } = await serve({ maxTotalBytes: 25 })
    const [first, second] = [await open(), await open()]
    const third = await open()
    expect(await first.answer).toBe('overloaded')
    for (const { out } of [second, third]) out.end()
    expect([await second.answer, await third.answer]).toEqual(['10', '10'])
    // All that was held is free again.
    const fourth = await open()
    const fifth = await open()
    for (const { out } of [fourth, fifth]) out.end()
    expect([await fourth.answer, await fifth.answer]).toEqual(['10', '10'])
  })

  it('hold nothing once they are too large', async () => {
    const { open } = await serve({ maxBytes: 15, maxTotalBytes: 20 })
    const large = await open()
    const before = large.bytesRead()
    large.out.write('y'.repeat(10))
    await expect.poll(large.bytesRead, { interval: 2 }).toBeGreaterThan(before)
    const other = await open()
    other.out.end()
    expect(await other.answer).toBe('10')
    large.out.end()
    expect(await large.answer).toBe('body-too-large')
  })

  it('are given up when they take too long', async () => {
    const { open } = await serve({ timeoutMs: 50 })
    expect(await (await open()).answer).toBe('body-too-slow')
  })
})
