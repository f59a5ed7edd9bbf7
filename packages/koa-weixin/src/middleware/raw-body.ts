import { isAnyArrayBuffer } from 'node:util/types'
import type { Context } from 'koa'
import { createDeadlineQueue } from '../deadline-queue.ts'
import { WeixinError } from '../errors/weixin-error.ts'

/** Reads bodies that are not verified yet. Anybody can send them, so their number and their bytes are bounded. */
export interface BodyReader {
  /**
   * The bytes that something in front of this middleware left, or undefined where the stream is still unread. Throws
   * `body-eaten` where the stream was read and nothing was left, and `body-too-large`.
   */
  left(ctx: Context): Buffer | undefined
  /**
   * The bytes of the stream. Throws `body-too-large`, `body-too-slow`, `body-cut`, and `overloaded` for the body that
   * has been coming for longest when there are too many.
   */
  read(ctx: Context): Promise<Buffer>
}

export interface BodyReaderOptions {
  /** How large a body may be, in bytes. @default 1 MiB */
  maxBytes?: number
  /** How many bodies may be coming at the same time. @default 500 */
  maxBodies?: number
  /** How many bytes of them are held at the same time. @default 16 MiB */
  maxTotalBytes?: number
  /** How long a body may take, in milliseconds. WeChat itself gives up after five seconds. @default 5000 */
  timeoutMs?: number
}

const MIB = 1024 * 1024
/** Where koa-body 4 to 6 keep the text, with `includeUnparsed`. */
const UNPARSED = Symbol.for('unparsedBody')

/** A body that is coming. */
interface Coming {
  bytes: number
  drop: (error: WeixinError) => void
}

export function createBodyReader({
  maxBytes = MIB,
  maxBodies = 500,
  maxTotalBytes = 16 * MIB,
  timeoutMs = 5_000,
}: BodyReaderOptions = {}): BodyReader {
  /** In the order in which they began. A genuine body takes milliseconds, so the oldest is dropped first. */
  const coming = new Set<Coming>()
  let totalBytes = 0
  const slow = createDeadlineQueue<Coming>(timeoutMs, (body) =>
    body.drop(new WeixinError('body-too-slow')),
  )

  function makeRoom(): void {
    for (const body of coming) {
      if (coming.size <= maxBodies && totalBytes <= maxTotalBytes) return
      body.drop(new WeixinError('overloaded'))
    }
  }

  return {
    left(ctx) {
      const body = leftBody(ctx)
      if (body && body.length > maxBytes) throw new WeixinError('body-too-large')
      if (!body && ctx.req.readableDidRead) throw new WeixinError('body-eaten')
      return body
    },

    read: (ctx) =>
      new Promise((resolve, reject) => {
        const { req } = ctx
        let chunks: Buffer[] = []
        let held = 0
        const body: Coming = {
          bytes: 0,
          drop(error) {
            ctx.set('connection', 'close')
            end(error)
          },
        }
        // What is too large is read to its end, because a caller who is still sending reads no response.
        const take = (chunk: Buffer): void => {
          body.bytes += chunk.length
          if (body.bytes > maxBytes) return forget()
          chunks.push(chunk)
          held += chunk.length
          totalBytes += chunk.length
          makeRoom()
        }
        const forget = (): void => {
          totalBytes -= held
          held = 0
          chunks = []
        }
        const finish = (): void =>
          end(body.bytes > maxBytes ? new WeixinError('body-too-large') : undefined)
        // `close` follows every request: an Error for each of them would be expensive.
        const cut = (): void => {
          if (coming.has(body)) end(new WeixinError('body-cut'))
        }
        const end = (error: WeixinError | undefined): void => {
          if (!coming.delete(body)) return
          slow.remove(body)
          req.off('data', take)
          // What still comes of a dropped body is dropped too.
          req.resume()
          if (error) reject(error)
          else resolve(Buffer.concat(chunks))
          forget()
        }
        coming.add(body)
        slow.add(body)
        req.on('data', take).once('end', finish).once('error', cut).once('close', cut)
        makeRoom()
      }),
  }
}

/**
 * Bytes or text that a parser or a platform left: `rawBody` (koa-body 7 and later with `includeUnparsed`,
 * @koa/bodyparser, raw-body; on Node's request Firebase and others), the text under koa-body's symbol, or the body
 * itself (a text or raw parser, serverless adapters). Of UTF-8 without a BOM, the text is the bytes.
 */
function leftBody(ctx: Context): Buffer | undefined {
  const request = ctx.request as { rawBody?: unknown; body?: unknown }
  const req = ctx.req as { rawBody?: unknown; body?: unknown }
  const unparsed = (request.body as { [UNPARSED]?: unknown } | null | undefined)?.[UNPARSED]
  for (const left of [request.rawBody, req.rawBody, unparsed, request.body, req.body]) {
    if (typeof left === 'string') return Buffer.from(left)
    // Not by instanceof, which does not know the bytes of another realm.
    if (ArrayBuffer.isView(left)) return Buffer.from(left.buffer, left.byteOffset, left.byteLength)
    if (isAnyArrayBuffer(left)) return Buffer.from(left)
  }
  return undefined
}
