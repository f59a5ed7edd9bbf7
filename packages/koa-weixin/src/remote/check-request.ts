import { kindOf } from '../check-values.ts'
import { WeixinError } from '../errors/weixin-error.ts'

/** A call of the app's own, before anything of it is known to be right. */
interface GivenRequest {
  method: unknown
  query?: unknown
  body?: unknown
}

/** Throws `request-invalid` for a method, a query or a body that cannot be sent as it is; `pathWithQuery` checks the path. */
export function checkRequest(
  { method, query, body }: GivenRequest,
  methods: readonly string[],
): void {
  if (!methods.includes(method as string)) throw invalid(`method: one of ${methods.join(', ')}`)
  if (query !== undefined) checkQuery(query)
  if (body !== undefined) checkBody(body)
}

function checkQuery(query: unknown): void {
  if (typeof query !== 'object' || query === null || Array.isArray(query))
    throw invalid(`query: an object, not ${kindOf(query)}`)
  for (const [name, value] of Object.entries(query))
    if (!['string', 'bigint', 'boolean'].includes(typeof value) && !Number.isFinite(value))
      throw invalid(`query.${name}: a text or a number, not ${kindOf(value)}`)
}

function checkBody(body: unknown): void {
  if (typeof body !== 'object' || body === null)
    throw invalid(`body: an object, not ${kindOf(body)}`)
  try {
    JSON.stringify(body)
  } catch {
    throw invalid('body: it holds a bigint, or itself, which JSON cannot carry')
  }
}

function invalid(detail: string): WeixinError {
  return new WeixinError('request-invalid', { detail })
}
