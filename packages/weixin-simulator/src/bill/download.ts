import { gzipSync } from 'node:zlib'
import type { Ctx } from '../http/context.ts'
import { findLink, type BillLink } from '../state/bill-links.ts'
import type { World } from '../world.ts'
import { billFile } from './ask.ts'
import * as errors from './errors.ts'

/** A file that still reads well, but lacks its first row. */
const withoutRow = (file: string): string => file.replace(/\r\n[^\r]*/, '')

function bytesOf(world: World, link: BillLink): Buffer {
  const file = billFile(world, link) ?? ''
  const sent = world.switches.spoiledDownloads === 'changed' ? withoutRow(file) : file
  const bytes = Buffer.from(sent)
  return link.isZipped ? gzipSync(bytes) : bytes
}

/** GET /v3/billdownload/file?token=…, its Authorization checked: the bare file, which no Wechatpay header vouches for. */
export function download(world: World, ctx: Ctx): void {
  const { call } = ctx.state
  const { state, clock, switches } = world
  const token = new URLSearchParams(ctx.querystring).get('token') ?? ''
  const link = findLink(state.billLinks, token, clock.now())
  call.note('token known and younger than 5 minutes', link !== undefined)
  if (!link) throw errors.deadLink()
  const bytes = bytesOf(world, link)
  const half = bytes.subarray(0, bytes.length / 2)
  ctx.status = 200
  ctx.type = link.isZipped ? 'application/gzip' : 'text/csv'
  if (switches.spoiledDownloads !== 'cut') {
    ctx.body = switches.spoiledDownloads === 'short' ? half : bytes
    return
  }
  ctx.respond = false
  ctx.res.writeHead(200, { 'Content-Length': bytes.length })
  ctx.res.write(half, () => ctx.res.destroy())
}
