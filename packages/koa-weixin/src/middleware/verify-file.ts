import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Middleware } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'

/** The files' contents by their names, or the folder that holds them, which is read when the server starts. */
export type VerifyFiles = Readonly<Record<string, string | Uint8Array>> | string

const NAME = /^MP_verify_[0-9A-Za-z]{16}\.txt$/

/**
 * Serves the files with which WeChat's console verifies that a host is ours (网页授权域名, JS接口安全域名), at the root
 * and byte for byte. Every other request is passed on, so it may be mounted first. Throws `option-invalid` for a name
 * that is not `MP_verify_….txt`, and for a folder that cannot be read.
 *
 * @example
 * app.use(verifyFile('./verify'))
 */
export function verifyFile(files: VerifyFiles): Middleware {
  const contents = typeof files === 'string' ? readFolder(files) : readMap(files)
  return async function weixinVerifyFile(ctx, next) {
    const content = contents.get(ctx.path.slice(1))
    if (content === undefined || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    ctx.type = 'text/plain'
    ctx.body = content
  }
}

function readMap(files: Exclude<VerifyFiles, string>): Map<string, Buffer> {
  const wrong = Object.keys(files).find((name) => !NAME.test(name))
  if (wrong !== undefined)
    throw new WeixinError('option-invalid', {
      detail: `verifyFile: ${wrong} is not named like MP_verify_AbCdEfGh12345678.txt`,
    })
  return new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]))
}

function readFolder(folder: string): Map<string, Buffer> {
  try {
    const names = readdirSync(folder).filter((name) => NAME.test(name))
    return new Map(names.map((name) => [name, readFileSync(join(folder, name))]))
  } catch (cause) {
    throw new WeixinError('option-invalid', {
      detail: 'verifyFile: the folder can’t be read',
      cause,
    })
  }
}
