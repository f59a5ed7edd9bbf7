import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { WeixinError } from '../errors/weixin-error.ts'
import type { OpenedBill } from '../remote/bill-source.ts'
import { createTemporaryFile, type TemporaryFile } from './temporary-file.ts'

/** Called after each piece of a download, and awaited. What it throws or rejects with ends the download. */
export type OnProgress = (progress: {
  /** How many bytes have come, compressed as they were sent. */
  received: number
  /** How many bytes there are; null where WeChat does not say. */
  total: number | null
}) => void | Promise<void>

/** The whole uncompressed file, its hash checked where there is one. Throws `bill-cut` or `bill-hash-wrong`. */
export async function fetchBill(
  { sha1, total, body }: OpenedBill,
  onProgress: OnProgress | undefined,
): Promise<TemporaryFile> {
  const file = createTemporaryFile()
  const hash = createHash('sha1')
  try {
    for await (const piece of unzipped(counted(untilCut(body), total, onProgress))) {
      hash.update(piece)
      await file.write(piece)
    }
    if (sha1 !== null && hash.digest('hex') !== sha1) throw new WeixinError('bill-hash-wrong')
    return file
  } catch (error) {
    await file.remove()
    throw zipError(error) ?? error
  }
}

async function* untilCut(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw new WeixinError('bill-cut', { detail: codeOf(error) ?? 'the stream broke' })
  }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  total: number | null,
  onProgress: OnProgress | undefined,
): AsyncGenerator<Uint8Array> {
  let received = 0
  for await (const piece of pieces) {
    received += piece.length
    await onProgress?.({ received, total })
    yield piece
  }
}

/** By its first two bytes, because WeChat may send the plain file when asked for gzip. */
async function* unzipped(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0)
  while (head.length < 2) {
    const { value, done } = await pieces.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  const all = joined(head, pieces)
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* all
    return
  }
  const gunzip = createGunzip()
  // What goes wrong on the way in comes out of `gunzip`.
  pipeline(Readable.from(all), gunzip, () => {})
  for await (const piece of gunzip) yield piece as Buffer
}

async function* joined(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head
  yield* rest
}

function zipError(error: unknown): WeixinError | undefined {
  const code = codeOf(error)
  if (!code?.startsWith('Z_')) return undefined
  return new WeixinError(code === 'Z_BUF_ERROR' ? 'bill-cut' : 'bill-hash-wrong', { detail: code })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
