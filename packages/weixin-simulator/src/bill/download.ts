import { gzipSync } from 'node:zlib'
import type { Ctx } from '../http/context.ts'
import { findLink } from '../state/bill-links.ts'
import type { Context } from '../context.ts'
import { billFile } from './ask.ts'
import * as errors from './errors.ts'

/** A file that still reads well, but lacks its first row. */
const withoutRow = (file: string): string => file.replace(/\r\n[^\r]*/, '')

/** Sends a file, in the way that `faults.spoilDownloads` wants it. */
export function sendFile(
  { switches: { spoiledDownloads } }: Context,
  ctx: Ctx,
  { file, isZipped, type }: { file: string; isZipped: boolean; type: string },
): void {
  const plain = Buffer.from(spoiledDownloads === 'changed' ? withoutRow(file) : file)
  const bytes = isZipped ? gzipSync(plain) : plain
  const half = bytes.subarray(0, bytes.length / 2)
  ctx.status = 200
  ctx.type = type
  if (spoiledDownloads !== 'cut') {
    ctx.body = spoiledDownloads === 'short' ? half : bytes
    return
  }
  ctx.respond = false
  ctx.res.writeHead(200, { 'Content-Length': bytes.length })
  ctx.res.write(half, () => ctx.res.destroy())
}

/** GET /v3/billdownload/file?token=…, its Authorization checked: the bare file, which no Wechatpay header vouches for. */
export function download(world: Context, ctx: Ctx): void {
  const { call } = ctx.state
  const { state, clock } = world
  const token = new URLSearchParams(ctx.querystring).get('token') ?? ''
  const link = findLink(state.billLinks, token, clock.now())
  call.check('token known and younger than 5 minutes', link !== undefined)
  if (!link) throw errors.deadLink()
  const { isZipped } = link
  const type = isZipped ? 'application/gzip' : 'text/csv'
  sendFile(world, ctx, { file: billFile(world, link) ?? '', isZipped, type })
}
