import type { LogEntry, SignedNotification } from '../api.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

interface PlainCall {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

/** Header names that a client sets by itself. */
const OWN_HEADERS = /^(host|connection|content-length|accept-encoding|transfer-encoding)$/i

function plainCall(entry: LogEntry, simulator: string): PlainCall {
  const [method = 'GET', path = '/'] = entry.call.split(' ')
  const { body, query, headers } = entry.request
  const search = new URLSearchParams(query as Record<string, string> | undefined).toString()
  const isXml = typeof body === 'string'
  const sent = body === undefined ? '' : isXml ? body : JSON.stringify(body)
  const given = Object.entries((headers ?? {}) as Record<string, string>).filter(
    ([name]) => !OWN_HEADERS.test(name),
  )
  return {
    method,
    url: `${simulator}${path}${search === '' || path.includes('?') ? '' : `?${search}`}`,
    headers: {
      ...(path.startsWith('/v3/') && {
        accept: 'application/json',
        authorization: 'WECHATPAY2-SHA256-RSA2048 …',
      }),
      ...(sent !== '' && { 'content-type': isXml ? 'text/xml' : 'application/json' }),
      ...Object.fromEntries(given),
    },
    body: sent,
  }
}

const fromNotification = ({ url, headers, body }: SignedNotification): PlainCall => ({
  method: 'POST',
  url,
  headers,
  body,
})

/**
 * A command line that repeats a call. Secrets are masked in the log, so a request of the app needs its own signature
 * again; a notification is signed for this moment and can be sent as it is.
 */
export function asCurl(
  entry: LogEntry,
  simulator: string,
  notification?: SignedNotification,
): string {
  const call = notification ? fromNotification(notification) : plainCall(entry, simulator)
  return [
    `curl -i -X ${call.method} ${quoted(call.url)}`,
    ...Object.entries(call.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(call.body === '' ? [] : [`--data-binary ${quoted(call.body)}`]),
  ].join(' \\\n  ')
}

/** A Vitest test that expects what was answered this time. */
export function asTest(
  entry: LogEntry,
  simulator: string,
  notification?: SignedNotification,
): string {
  const call = notification ? fromNotification(notification) : plainCall(entry, simulator)
  const { status, code } = entry.response
  const init = [
    `    method: ${JSON.stringify(call.method)},`,
    `    headers: ${JSON.stringify(call.headers)},`,
    ...(call.body === '' ? [] : [`    body: ${JSON.stringify(call.body)},`]),
  ].join('\n')
  const expectCode =
    code === undefined || notification
      ? ''
      : `\n  expect(await response.text()).toContain(${JSON.stringify(code)})`
  return `import { expect, test } from 'vitest'

test(${JSON.stringify(`${entry.call} is answered ${status}${code ? ` ${code}` : ''}`)}, async () => {
  const response = await fetch(${JSON.stringify(call.url)}, {
${init}
  })
  expect(response.status).toBe(${status})${expectCode}
})
`
}
