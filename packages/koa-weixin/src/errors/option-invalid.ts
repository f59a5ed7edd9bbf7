import { WeixinError } from './weixin-error.ts'

/** The error for an option that is missing, unknown or invalid: the detail names it and never quotes a secret. */
export function invalid(detail: string): WeixinError {
  return new WeixinError('option-invalid', { detail })
}

/** Throws `option-invalid` unless the value is a number of at least 0: NaN would never close an order, null at once. */
export function requireMilliseconds(name: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 0))
    throw invalid(`${name}: a number of milliseconds, at least 0, is required`)
}
