/**
 * Two clocks. Lives and schedules follow `now`, which `advance` moves. Timestamps that are signed
 * follow `wall`, so that a merchant's server with an ordinary clock keeps verifying.
 */
export interface Clock {
  /** Milliseconds, movable. */
  now(): number
  /** Milliseconds, as handed in, plus the skew. */
  wall(): number
  /** Moves what `wall` shows by this many milliseconds, either way: WeChat's clock differs from the server's. */
  skew(ms: number): void
  /** By how many milliseconds `wall` was moved. */
  skewed(): number
  /** Milliseconds by which `now` is ahead of `wall`. */
  ahead(): number
  moveTo(ahead: number): void
}

export function createClock(given: () => number, ahead: { ms: number }): Clock {
  let skew = 0
  const wall = (): number => given() + skew
  return {
    wall,
    skew(ms) {
      skew = ms
    },
    skewed: () => skew,
    now: () => given() + ahead.ms,
    ahead: () => ahead.ms,
    moveTo: (ms) => {
      ahead.ms = Math.max(ahead.ms, ms)
    },
  }
}

export const seconds = (ms: number): number => Math.floor(ms / 1000)

/** RFC 3339 in China's time, the form of WeChat Pay's own fields: 2026-01-01T08:00:05+08:00. */
export const chinaTime = (ms: number): string =>
  `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
