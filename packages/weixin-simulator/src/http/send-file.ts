import { gzipSync } from 'node:zlib'
import type { SpoiledDownload } from '../types.ts'
import type { Ctx } from './context.ts'

/** A file that still reads well, but lacks its first row. */
const withoutRow = (file: string): string => file.replace(/\r\n[^\r]*/, '')

/** Sends a file, whole or spoiled. */
export function sendFile(
  ctx: Ctx,
  { file, isZipped, type }: { file: string; isZipped: boolean; type: string },
  spoiled: SpoiledDownload | null,
): void {
  const plain = Buffer.from(spoiled === 'changed' ? withoutRow(file) : file)
  const bytes = isZipped ? gzipSync(plain) : plain
  const half = bytes.subarray(0, bytes.length / 2)
  ctx.status = 200
  ctx.type = type
  if (spoiled !== 'cut') {
    ctx.body = spoiled === 'short' ? half : bytes
    return
  }
  ctx.respond = false
  ctx.res.writeHead(200, { 'Content-Length': bytes.length })
  ctx.res.write(half, () => ctx.res.destroy())
}
