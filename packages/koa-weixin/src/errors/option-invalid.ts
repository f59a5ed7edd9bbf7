import { WeixinError } from './weixin-error.ts'

/** An option that cannot work: the detail names it, and never quotes its value. */
export function invalid(detail: string): WeixinError {
  return new WeixinError('option-invalid', { detail })
}
