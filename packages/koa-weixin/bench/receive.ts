import type { Context } from 'koa'
import { notify } from '../src/index.ts'
import type { Fixture } from './fixture.ts'
import { warmWeixin } from './instance.ts'

/** As much of a request as `notify` reads, with the body as a parser leaves it: no socket is measured. */
interface Received {
  headers: Record<string, string>
  request: { rawBody: Buffer }
  req: object
  method: string
  path: string
  status: number
}

/** Receives `count` notifications, from its headers to the answer. It is built with and without diagnostics. */
export async function createReceiver(fixture: Fixture): Promise<(count: number) => Promise<void>> {
  const receive = notify(await warmWeixin(fixture))
  const bodies = fixture.notifications.map(({ body }) => Buffer.from(body))
  return async (count) => {
    for (let i = 0; i < count; i += 1) {
      const at = i % bodies.length
      const ctx: Received = {
        headers: fixture.notifications[at]!.headers,
        request: { rawBody: bodies[at]! },
        req: {},
        method: 'POST',
        path: '/weixin/notify',
        status: 404,
      }
      await receive(ctx as unknown as Context, () => Promise.resolve())
      if (ctx.status !== 204) throw new Error(`answered ${ctx.status}`)
    }
  }
}
