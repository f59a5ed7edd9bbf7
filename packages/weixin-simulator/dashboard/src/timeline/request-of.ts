import type { LogEntry } from '../api.ts'

/**
 * What the app sent. A call whose signature is refused is not read any further, so the log has no fields of it; but the
 * text that WeChat signs over ends with the body.
 */
export function requestOf({ request, reason, call }: LogEntry): Record<string, unknown> {
  if ('body' in request || !call.startsWith('POST /v3/')) return request
  const body = reason?.signedOver?.split('\n').slice(4).join('\n')
  if (!body) return request
  try {
    const value: unknown = JSON.parse(body)
    return { ...request, body: value }
  } catch {
    return request
  }
}
