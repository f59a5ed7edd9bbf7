import type { Context } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'

const MOST_BYTES = 1024 * 1024

/**
 * The bytes of the body as they came: out of the stream, or out of the text that a parser in front
 * kept (koa-body's `includeUnparsed` and @koa/bodyparser leave `rawBody`, a text parser the text).
 * For UTF-8 without a BOM that text is the bytes. Throws `body-eaten` when a parser kept nothing.
 */
export async function rawBody(ctx: Context): Promise<Buffer> {
  const { rawBody: kept, body } = ctx.request as { rawBody?: unknown; body?: unknown }
  if (typeof kept === 'string') return Buffer.from(kept)
  if (typeof body === 'string') return Buffer.from(body)
  if (ctx.req.readableDidRead) throw new WeixinError('body-eaten')
  return readStream(ctx)
}

async function readStream(ctx: Context): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new WeixinError('body-too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
