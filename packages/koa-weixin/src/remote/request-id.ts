import type { HttpResponse } from './http.ts'

/** `Request-ID` of WeChat Pay; undefined where there is none, or something else than letters and digits stands there. */
export function requestIdOf(headers: HttpResponse['headers']): string | undefined {
  const id = headers['request-id']
  return typeof id === 'string' && /^[\w.:-]{1,128}$/.test(id) ? id : undefined
}
