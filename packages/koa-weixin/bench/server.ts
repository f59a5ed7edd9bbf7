import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { weixinRouter } from '../src/index.ts'
import { readKeys, type Fixture } from './fixture.ts'
import { PAGE, warmWeixin } from './instance.ts'
import { openBare } from './notice.ts'

/** What the process that measures says, and what this one answers. */
export type ToServer = { start: Kind; fixture: Fixture } | 'cpu'
export type FromServer = { url: string } | { cpu: number }

/** `limit`: Koa and nothing else. `routed`: with @koa/router. */
export type Kind = 'ours' | `${'limit' | 'routed'} ${'config' | 'notify'}`

async function createApp(kind: Kind, fixture: Fixture): Promise<Koa> {
  const weixin = await warmWeixin(fixture)
  const page = await weixin.signPage(PAGE)
  const keys = readKeys(fixture)
  const config: Middleware = (ctx) => {
    ctx.body = page
  }
  const notify: Middleware = async (ctx) => {
    const chunks: Buffer[] = []
    for await (const chunk of ctx.req) chunks.push(chunk)
    openBare(Buffer.concat(chunks), ctx.headers, keys)
    ctx.status = 204
  }
  const routed = (app: Koa): unknown =>
    app.use(
      new Router({ prefix: '/weixin' }).get('/config', config).post('/notify', notify).routes(),
    )
  const use: Record<Kind, (app: Koa) => unknown> = {
    ours: (app) => app.use(weixinRouter(weixin).routes()),
    'limit config': (app) => app.use(config),
    'limit notify': (app) => app.use(notify),
    'routed config': routed,
    'routed notify': routed,
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
