import type { IncomingMessage } from 'node:http'
import type { Middleware } from 'koa'
import type { CallState, Ctx } from './context.ts'

/** A request body of more bytes is refused. */
const LARGEST = 1_048_576
/** JSON that nests deeper is refused: no call of WeChat's comes near. */
const DEEPEST = 32

/** The whole body; 413 when it is too large, 400 when the client broke off. */
async function read(request: IncomingMessage): Promise<Buffer | 400 | 413> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > LARGEST) return 413
      chunks.push(bytes)
    }
  } catch {
    return 400
  }
  return Buffer.concat(chunks)
}

/** Reads every body as bytes: signatures are over bytes. */
export const rawBody = (): Middleware<CallState> =>
  async function rawBody(ctx, next) {
    const body = await read(ctx.req)
    if (typeof body === 'number') {
      ctx.status = body
      ctx.set('Connection', 'close')
      return
    }
    ctx.state.raw = body
    await next()
  }

/** True for what JSON calls an object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a JSON text nests deeper than is sensible; brackets inside of strings do not count. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (inString) {
      if (character === '\\') i++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') {
      if (++depth > DEEPEST) return true
    } else if (character === '}' || character === ']') depth--
  }
  return false
}

/** The body as a JSON object; undefined when it is none, or nests too deep. */
export function jsonBody(ctx: Ctx): Record<string, unknown> | undefined {
  try {
    const text = ctx.state.raw.toString('utf8')
    if (isTooDeep(text)) return undefined
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The body as a form. */
export const formBody = (ctx: Ctx): URLSearchParams =>
  new URLSearchParams(ctx.state.raw.toString('utf8'))

/** The value when it is a string. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined
