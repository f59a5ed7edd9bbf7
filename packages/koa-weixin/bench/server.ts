import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { weixinRouter } from '../src/index.ts'
import { readKeys, type Fixture } from './fixture.ts'
import { PAGE, warmWeixin } from './instance.ts'
import { openBare } from './notice.ts'

/** What the process that measures says, and what this one answers. */
export type ToServer = { start: 'ours' | 'config limit' | 'notify limit'; fixture: Fixture } | 'cpu'
export type FromServer = { url: string } | { cpu: number }

async function createApp(kind: string, fixture: Fixture): Promise<Koa> {
  const app = new Koa()
  if (kind === 'config limit') {
    const weixin = await warmWeixin(fixture)
    const config = await weixin.signPage(PAGE)
    app.use((ctx) => {
      ctx.body = config
    })
  } else if (kind === 'notify limit') {
    const keys = readKeys(fixture)
    app.use(async (ctx) => {
      const chunks: Buffer[] = []
      for await (const chunk of ctx.req) chunks.push(chunk)
      openBare(Buffer.concat(chunks), ctx.headers, keys)
      ctx.status = 204
    })
  } else app.use(weixinRouter(await warmWeixin(fixture)).routes())
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
