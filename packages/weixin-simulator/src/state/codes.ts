import type { Random } from '../crypto/random.ts'
import { addLive } from './live.ts'

export type Scope = 'snsapi_base' | 'snsapi_userinfo'

export interface Code {
  code: string
  appId: string
  openid: string
  scope: Scope
  /** Milliseconds. */
  issuedAt: number
  used: boolean
}

/** A consent page that waits for its answer. */
export interface Consent {
  token: string
  openid: string
  redirectUri: string
  state: string | null
  /** Milliseconds. */
  createdAt: number
}

/** Five minutes, in milliseconds (Official Account; ten belong to the open platform). */
export const CODE_LIFE = 300_000

/** Codes stay for a day, so that a late second use differs from an invented code. */
const MEMORY = 86_400_000

export function issueCode(
  codes: Code[],
  of: { appId: string; openid: string; scope: Scope },
  now: number,
  random: Random,
): Code {
  const issued = { code: random.word(32), ...of, issuedAt: now, used: false }
  return addLive(codes, (one) => now - one.issuedAt < MEMORY, issued)
}

export function requestConsent(
  consents: Consent[],
  of: Omit<Consent, 'token' | 'createdAt'>,
  now: number,
  random: Random,
): string {
  const token = random.word(32)
  const consent = { token, ...of, createdAt: now }
  return addLive(consents, (one) => now - one.createdAt < MEMORY, consent).token
}

/** Each consent is answered once. */
export function takeConsent(consents: Consent[], token: string): Consent | undefined {
  const at = consents.findIndex((one) => one.token === token)
  return at < 0 ? undefined : consents.splice(at, 1)[0]
}
