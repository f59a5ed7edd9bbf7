import type { Context } from 'koa'

/** A query parameter that was given once; undefined when it is absent or given twice. */
export function queryText(ctx: Context, name: string): string | undefined {
  const value = ctx.query[name]
  return typeof value === 'string' ? value : undefined
}
