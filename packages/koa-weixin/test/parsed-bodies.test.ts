import { runInNewContext } from 'node:vm'
import type Koa from 'koa'
import type { Context } from 'koa'
import { describe, expect, it } from 'vitest'
import { sealedBody, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop } from './shop.ts'

async function bytesOf(ctx: Context): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of ctx.req) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

type Keep = (ctx: Context, bytes: Buffer) => void
const request = (ctx: Context) => ctx.request as { body?: unknown; rawBody?: unknown }
const req = (ctx: Context) => ctx.req as { body?: unknown; rawBody?: unknown }
const parsed = (bytes: Buffer): object => JSON.parse(bytes.toString()) as object

/** How parsers and platforms leave what they have read. */
const forms: [string, Keep][] = [
  [
    'koa-body 4 to 6 with includeUnparsed: the text under a symbol',
    (ctx, bytes) =>
      (request(ctx).body = { ...parsed(bytes), [Symbol.for('unparsedBody')]: bytes.toString() }),
  ],
  ['raw-body: bytes in ctx.request.rawBody', (ctx, bytes) => (request(ctx).rawBody = bytes)],
  [
    'edge runtimes: an ArrayBuffer',
    (ctx, bytes) => (request(ctx).rawBody = new Uint8Array(bytes).buffer),
  ],
  [
    'bytes of another realm',
    (ctx, bytes) =>
      (request(ctx).rawBody = runInNewContext('(bytes) => Uint8Array.from(bytes)')([...bytes])),
  ],
  [
    'an ArrayBuffer of another realm',
    (ctx, bytes) =>
      (request(ctx).rawBody = runInNewContext('(bytes) => Uint8Array.from(bytes).buffer')([
        ...bytes,
      ])),
  ],
  [
    'koa-bodyparser: text in ctx.request.rawBody',
    (ctx, bytes) => {
      request(ctx).rawBody = bytes.toString()
      request(ctx).body = parsed(bytes)
    },
  ],
  ['a raw parser: bytes in ctx.request.body', (ctx, bytes) => (request(ctx).body = bytes)],
  [
    'a raw parser: a Uint8Array of a larger buffer',
    (ctx, bytes) => {
      const larger = new Uint8Array(bytes.length + 8)
      larger.set(bytes, 4)
      request(ctx).body = larger.subarray(4, bytes.length + 4)
    },
  ],
  [
    'a text parser: text in ctx.request.body',
    (ctx, bytes) => (request(ctx).body = bytes.toString()),
  ],
  [
    'cloud functions: bytes in ctx.req.rawBody beside the parsed body',
    (ctx, bytes) => Object.assign(req(ctx), { rawBody: bytes, body: parsed(bytes) }),
  ],
  ['serverless adapters: bytes in ctx.req.body', (ctx, bytes) => (req(ctx).body = bytes)],
  ['serverless adapters: text in ctx.req.body', (ctx, bytes) => (req(ctx).body = bytes.toString())],
]

const behind = (keep: Keep) => (app: Koa) =>
  app.use(async (ctx, next) => {
    if (ctx.method === 'POST') keep(ctx, await bytesOf(ctx))
    await next()
  })

describe('a signed notification whose bytes were kept by', () => {
  it.each(forms)('%s', async (_name, keep) => {
    const received: string[] = []
    const shop = await openShop({
      simulator: { keys: WEIXIN_KEYS },
      before: behind(keep),
      weixin: { onNotification: ({ resource }) => void received.push(resource) },
    })
    const { apiV3Key } = shop.simulator.credentials
    const body = sealedBody({ 茶: '龙井' }, { apiV3Key, eventType: 'OTHER', originalType: 'other' })
    const response = await fetch(`${shop.url}/weixin/notify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedHeaders(body) },
      body,
    })
    expect(response.status).toBe(204)
    expect(received).toEqual(['{"茶":"龙井"}'])
  })

  it('nobody: the error names the line to change, whatever the headers are', async () => {
    const shop = await openShop({ before: behind(() => {}) })
    const response = await fetch(`${shop.url}/weixin/notify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(await response.json()).toEqual({ code: 'FAIL', message: 'body-eaten' })
  })

  it('a parser of the page’s reports', async () => {
    const shop = await openShop({ before: behind((ctx, bytes) => (request(ctx).body = bytes)) })
    const url = `${shop.url}/`
    const config = await (await fetch(`${shop.url}/weixin/config?url=${url}`)).json()
    const response = await fetch(`${shop.url}/weixin/config`, {
      method: 'POST',
      body: JSON.stringify({ ...(config as object), url, checkedUrl: url }),
    })
    expect(response.status).toBe(200)
  })
})
