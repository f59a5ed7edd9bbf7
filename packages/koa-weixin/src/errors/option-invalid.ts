import { WeixinError } from './weixin-error.ts'

/** The error for an option that is missing, unknown or invalid: the detail names it and never quotes a secret. */
export function invalid(detail: string): WeixinError {
  return new WeixinError('option-invalid', { detail })
}
