import type { Context } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'

const MOST_BYTES = 1024 * 1024
/** WeChat itself gives up after five seconds. */
const LONGEST_MS = 5_000

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

/**
 * What is too large is read to its end, but not kept: a caller who is still sending hears no
 * answer. What is too slow is cut off.
 */
async function readStream(ctx: Context): Promise<Buffer> {
  let chunks: Buffer[] = []
  let bytes = 0
  const take = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes > MOST_BYTES) chunks = []
    else chunks.push(chunk)
  }
  let timer: NodeJS.Timeout | undefined
  let isWhole = false
  try {
    await new Promise<void>((resolve, reject) => {
      // Every request closes in the end, and an error is dear.
      const cut = (): void => {
        if (!isWhole) reject(new WeixinError('body-cut'))
      }
      const end = (): void => {
        isWhole = true
        resolve()
      }
      ctx.req.on('data', take).once('end', end).once('error', cut).once('close', cut)
      timer = setTimeout(() => {
        ctx.set('connection', 'close')
        reject(new WeixinError('body-too-slow'))
      }, LONGEST_MS)
    })
  } finally {
    clearTimeout(timer)
    ctx.req.off('data', take)
  }
  if (bytes > MOST_BYTES) throw new WeixinError('body-too-large')
  return Buffer.concat(chunks)
}
