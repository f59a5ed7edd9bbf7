import type { Random } from '../crypto/random.ts'

interface Lived {
  token: string
  /** Milliseconds. */
  until: number
}

/** One kind of global token: the present one and the one that it replaced. */
export interface Slot {
  current: Lived | null
  previous: Lived | null
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
  slot.previous = current && current.until > now ? { ...current, until: now + OVERLAP } : null
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
  const known = [tokens.classic, tokens.stable]
    .flatMap((slot) => [slot.current, slot.previous])
    .find((one) => one?.token === token)
  if (!known) return 'unknown'
  return known.until > now ? 'good' : 'expired'
}
