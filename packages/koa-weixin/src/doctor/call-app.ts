import { problem } from './findings.ts'
import type { Place, Trouble } from './problems/addresses.ts'
import type { Finding } from './report.ts'

/** A call to one of the app's own addresses. */
export interface AppRequest {
  method: 'GET' | 'POST'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
}

/** What the app answered by itself. */
export interface AppResponse {
  status: number
  text: string
}

const TIMEOUT_MS = 10_000
/** More is no response of ours. */
const MOST_CHARACTERS = 64 * 1024

/** Calls the app as WeChat does: no cookie, no redirect followed. A finding where something else answers. */
export async function callApp(
  place: Place,
  { method, url, headers = {}, body }: AppRequest,
): Promise<AppResponse | { finding: Finding }> {
  const found = (trouble: Trouble, detail: string): { finding: Finding } => ({
    finding: problem(`${place}-${trouble}`, `${url}: ${detail}`),
  })
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'user-agent': 'koa-weixin doctor',
        accept: '*/*',
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
    const text = (await response.text()).slice(0, MOST_CHARACTERS)
    const trouble = troubleOf(response, text)
    return trouble ? found(trouble, String(response.status)) : { status: response.status, text }
  } catch (thrown) {
    const code = codeOf(thrown)
    return found(/CERT|TLS|SSL|ISSUER|SIGNATURE/.test(code) ? 'certificate' : 'unreachable', code)
  }
}

function troubleOf(response: Response, text: string): Trouble | undefined {
  const { status, headers } = response
  if (status >= 300 && status < 400) return 'redirected'
  const isPage = /^text\/html/i.test(headers.get('content-type') ?? '')
  if ([401, 403, 407].includes(status)) return isRefusal(text) ? undefined : 'login'
  if (status === 404 || status === 405) return isRefusal(text) ? undefined : 'not-found'
  if (status >= 502 && status <= 504) return isRefusal(text) ? undefined : 'gateway'
  return isPage ? 'page' : undefined
}

/** A refusal by koa-weixin: JSON for pages, WeChat's form for notifications. */
function isRefusal(text: string): boolean {
  return /^\s*\{"(error|code)":/.test(text) || /^\s*<xml><return_code>/.test(text)
}

/** The code of a failed connection, such as ECONNREFUSED: `fetch` wraps it. */
function codeOf(thrown: unknown): string {
  const { cause, name } = Object(thrown) as { cause?: unknown; name?: unknown }
  const { code } = Object(cause) as { code?: unknown }
  return typeof code === 'string' ? code : String(name)
}
