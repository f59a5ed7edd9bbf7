import type { LogEntry, Simulator } from '../src/index.ts'

/** A page of an app on this machine. */
export const ORIGIN = 'http://localhost:5173'

/** Asks as the bridge script on that page does. */
export const callPhone = (
  weixin: Simulator,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${weixin.url}/simulator/phone/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN, ...headers },
    body: JSON.stringify(body),
  })

export function lastCall(weixin: Simulator): LogEntry {
  const entry = weixin.log().at(-1)
  if (!entry) throw new Error('Nothing was logged')
  return entry
}
