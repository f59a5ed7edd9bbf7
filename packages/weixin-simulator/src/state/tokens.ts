import type { Random } from '../crypto/random.ts'

interface Lived {
  token: string
  /** Milliseconds: when WeChat takes it no more. */
  until: number
}

/** A token that was replaced. */
interface Replaced extends Lived {
  /** Milliseconds: when it would have expired by itself. */
  expiresAt: number
}

/** One kind of global token: the present one and the one that it replaced. */
export interface Slot {
  current: Lived | null
  previous: Replaced | null
}

export interface Tokens {
  classic: Slot
  stable: Slot
  /** When `force_refresh` was obeyed, milliseconds; the last day's only. */
  forcedAt: number[]
}

/** In milliseconds: two hours. */
export const TOKEN_LIFE = 7_200_000
/** Old and new token both work for five minutes. */
export const OVERLAP = 300_000

const createSlot = (): Slot => ({ current: null, previous: null })

export const createTokens = (): Tokens => ({
  classic: createSlot(),
  stable: createSlot(),
  forcedAt: [],
})

export const newToken = (random: Random): string =>
  `${50 + random.below(49)}_${random.bytes(102).toString('base64url')}`

/** From now on WeChat knows no token of either kind. */
export function retireTokens({ classic, stable }: Tokens): void {
  for (const slot of [classic, stable]) Object.assign(slot, createSlot())
}

export function renew(slot: Slot, now: number, random: Random): Lived {
  const { current } = slot
  slot.previous =
    current && current.until > now
      ? { ...current, until: now + OVERLAP, expiresAt: current.until }
      : null
  slot.current = { token: newToken(random), until: now + TOKEN_LIFE }
  return slot.current
}

/** Normal mode: the same token while it lives, another one in its last five minutes. */
export function stable(tokens: Tokens, now: number, random: Random): Lived {
  const { current } = tokens.stable
  return current && current.until - now > OVERLAP ? current : renew(tokens.stable, now, random)
}

const DAY = 86_400_000
const BETWEEN_FORCED = 30_000

/** Forced mode: null when the 20 of the day are used up; sooner than 30 s after the last one nothing is refreshed. */
export function forced(tokens: Tokens, now: number, random: Random): Lived | null {
  tokens.forcedAt = tokens.forcedAt.filter((at) => now - at < DAY)
  if (tokens.forcedAt.length >= 20) return null
  const last = tokens.forcedAt.at(-1)
  if (last !== undefined && now - last < BETWEEN_FORCED) return stable(tokens, now, random)
  tokens.forcedAt.push(now)
  return renew(tokens.stable, now, random)
}

export type TokenState = 'good' | 'expired' | 'unknown'

export function tokenState(tokens: Tokens, token: string, now: number): TokenState {
  for (const { current, previous } of [tokens.classic, tokens.stable]) {
    if (current?.token === token) return current.until > now ? 'good' : 'expired'
    if (previous?.token === token) {
      if (previous.until > now) return 'good'
      // One that was replaced before its time is not the latest, rather than expired.
      return previous.expiresAt > now ? 'unknown' : 'expired'
    }
  }
  return 'unknown'
}
