import type { Context } from 'koa'
import { readOpenid } from '../read-openid.ts'
import { aFunction } from './field.ts'
import type { WeixinOptions } from './options.ts'

/** The openid of the payer, or null. Throws `payer-invalid`. */
export type ReadPayer = (ctx: Context) => Promise<string | null>

/** Reads the option `payer`, whose results are checked: an empty text counts as nobody. */
export function payer(name: string, value: unknown): ReadPayer {
  const given = aFunction<NonNullable<WeixinOptions['payer']>>()(name, value)
  return async (ctx) => {
    const openid: unknown = await given(ctx)
    return readOpenid(name, openid)
  }
}
