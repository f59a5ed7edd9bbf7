import type { Middleware } from 'koa'
import type { CallState, Ctx } from './context.ts'

const LIMIT = 1_048_576

/** Reads every body as bytes: signatures are over bytes. */
export const rawBody = (): Middleware<CallState> =>
  async function rawBody(ctx, next) {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of ctx.req) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > LIMIT) {
        ctx.status = 413
        return
      }
      chunks.push(bytes)
    }
    ctx.state.raw = Buffer.concat(chunks)
    await next()
  }

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The body as a JSON object; undefined when it is none. */
export function jsonBody(ctx: Ctx): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(ctx.state.raw.toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const formBody = (ctx: Ctx): URLSearchParams =>
  new URLSearchParams(ctx.state.raw.toString('utf8'))

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined
