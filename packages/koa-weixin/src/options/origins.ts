import { isIPv4 } from 'node:net'
import { invalid } from '../errors/option-invalid.ts'
import { text } from './field.ts'

/** The origin, checked, and all origins that are signed, it included. */
export function readOrigins(given: {
  origin: string
  allowedOrigins: readonly string[]
  allowHttpOrigin: boolean
}): { origin: string; allowedOrigins: ReadonlySet<string> } {
  const { origin, allowedOrigins, allowHttpOrigin } = given
  requireScheme('origin', origin, allowHttpOrigin)
  for (const one of allowedOrigins) requireScheme('allowedOrigins', one, allowHttpOrigin)
  return { origin, allowedOrigins: new Set([origin, ...allowedOrigins]) }
}

/** An origin as browsers write it: scheme, host in lower case, a port only where it is not the usual one. */
export function origin(name: string, value: unknown): string {
  const given = text(name, value)
  if (isOrigin(given)) return given
  const meant = URL.canParse(given) ? new URL(given).origin : 'null'
  throw invalid(`${name}: write it like ${meant === 'null' ? 'https://tea.example.com' : meant}`)
}

/** A list of origins. */
export function originList(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw invalid(`${name}: a list of origins is required`)
  return value.map((one) => origin(name, one))
}

/** Whether a text is an origin to the letter. */
export function isOrigin(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value
}

function requireScheme(name: string, value: string, allowHttpOrigin: boolean): void {
  const { protocol, hostname } = new URL(value)
  if (protocol === 'https:') return
  if (protocol !== 'http:') throw invalid(`${name}: https is required`)
  if (/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)) return
  if (!isPrivateAddress(hostname))
    throw invalid(
      `${name}: https is required; http is for localhost only, and with allowHttpOrigin for an address of a private network, such as 192.168.1.10 or tea.local`,
    )
  if (!allowHttpOrigin)
    throw invalid(
      `${name}: https is required; for a test account, allowHttpOrigin: true accepts http on a private network`,
    )
}

/** An address of a private network, also of a VPN (100.64.0.0/10), which cannot be reached from the internet. */
function isPrivateAddress(hostname: string): boolean {
  if (isIPv4(hostname))
    return /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      hostname,
    )
  return /^\[(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(hostname) || hostname.endsWith('.local')
}
