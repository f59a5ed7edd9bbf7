import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { weixinRouter } from '../src/index.ts'
import { readKeys, type Fixture } from './fixture.ts'
import { PAGE, warmWeixin } from './instance.ts'
import { openBare } from './notification.ts'
import { openBareV2 } from './v2.ts'

/** What the process that measures says, and what this one answers. */
export type ToServer = { start: Kind; fixture: Fixture } | 'cpu'
export type FromServer = { url: string } | { cpu: number }

/** `limit`: Koa and nothing else. `routed`: with @koa/router. */
export type Kind = 'ours' | 'ours v2' | `${'limit' | 'routed'} ${'config' | 'notify' | 'notify v2'}`

const TAKEN =
  '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>'

async function bodyOf(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function createApp(kind: Kind, fixture: Fixture): Promise<Koa> {
  const weixin = await warmWeixin(fixture, kind === 'ours v2' ? 'v2' : 'v3')
  const page = await weixin.jssdk.sign(PAGE)
  const keys = readKeys(fixture)
  const config: Middleware = (ctx) => {
    ctx.body = page
  }
  const notify: Middleware = async (ctx) => {
    openBare(await bodyOf(ctx.req), ctx.headers, keys)
    ctx.status = 204
  }
  const notifyV2: Middleware = async (ctx) => {
    openBareV2(await bodyOf(ctx.req), fixture.apiV2Key)
    ctx.type = 'text/xml'
    ctx.body = TAKEN
  }
  const routed =
    (handler: Middleware) =>
    (app: Koa): unknown =>
      app.use(
        new Router({ prefix: '/weixin' }).get('/config', config).post('/notify', handler).routes(),
      )
  const ours = (app: Koa): unknown => app.use(weixinRouter(weixin).routes())
  const use: Record<Kind, (app: Koa) => unknown> = {
    ours,
    'ours v2': ours,
    'limit config': (app) => app.use(config),
    'limit notify': (app) => app.use(notify),
    'limit notify v2': (app) => app.use(notifyV2),
    'routed config': routed(notify),
    'routed notify': routed(notify),
    'routed notify v2': routed(notifyV2),
  }
  const app = new Koa()
  use[kind](app)
  return app
}

const tell = (message: FromServer): void => void process.send?.(message)

process.on('message', (message: ToServer) => {
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage()
    tell({ cpu: user + system })
    return
  }
  void createApp(message.start, message.fixture).then((app) => {
    const handle = app.callback()
    const server = createServer((request, response) => void handle(request, response))
    server.listen(0, '127.0.0.1', () => {
      tell({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
    })
  })
})
process.on('disconnect', () => process.exit(0))
