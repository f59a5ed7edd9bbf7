import type { SheetOutcome } from '../types.ts'

/** The payment sheets that are open on the phone, and what the next one is to do. */
export interface Sheets {
  /** Resolves with how the open sheet of this prepay_id ends, or null when `signal` aborts first. */
  wait(prepayId: string, signal: AbortSignal): Promise<SheetOutcome | null>
  /** Ends the sheet of this prepay_id; returns false when none is open. */
  end(prepayId: string, outcome: SheetOutcome): boolean
  /** Ends each open sheet, or, when none is open, the next one as soon as it opens. */
  arm(outcome: SheetOutcome): 'now' | 'next'
  /** What the next sheet does as soon as it opens; null: nothing. */
  armed(): SheetOutcome | null
  disarm(): void
}

export function createSheets(): Sheets {
  const waiting = new Map<string, Set<(outcome: SheetOutcome) => void>>()
  let next: SheetOutcome | null = null

  function end(prepayId: string, outcome: SheetOutcome): boolean {
    const resolvers = waiting.get(prepayId)
    if (!resolvers) return false
    for (const resolve of resolvers) resolve(outcome)
    return true
  }

  return {
    wait(prepayId, signal) {
      if (next) {
        const outcome = next
        next = null
        return Promise.resolve(outcome)
      }
      return new Promise((resolve) => {
        const resolvers = waiting.get(prepayId) ?? new Set()
        waiting.set(prepayId, resolvers)
        const settle = (outcome: SheetOutcome | null): void => {
          signal.removeEventListener('abort', onAbort)
          resolvers.delete(settle)
          if (resolvers.size === 0) waiting.delete(prepayId)
          resolve(outcome)
        }
        const onAbort = (): void => settle(null)
        signal.addEventListener('abort', onAbort, { once: true })
        resolvers.add(settle)
      })
    },
    end,
    arm(outcome) {
      if (waiting.size === 0) {
        next = outcome
        return 'next'
      }
      for (const prepayId of waiting.keys()) end(prepayId, outcome)
      return 'now'
    },
    armed: () => next,
    disarm() {
      next = null
    },
  }
}
