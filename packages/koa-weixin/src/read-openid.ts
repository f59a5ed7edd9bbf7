import { kindOf } from './check-values.ts'
import { WeixinError } from './errors/weixin-error.ts'

/** The openid that the app gives as a payer; an empty text counts as nobody. Throws `payer-invalid`, naming the place. */
export function readOpenid(name: string, openid: unknown): string | null {
  if (openid === undefined || openid === null || openid === '') return null
  if (typeof openid === 'string' && /^[\w-]{1,128}$/.test(openid)) return openid
  throw new WeixinError('payer-invalid', {
    detail: `${name}: an openid or null, not ${kindOf(openid)}`,
  })
}
