/**
 * Two clocks. Lives and schedules follow `now`, which `advance` moves. Timestamps that are signed
 * follow `wall`, so that a merchant's server with an ordinary clock keeps verifying.
 */
export interface Clock {
  /** Milliseconds, movable. */
  now(): number
  /** Milliseconds, as handed in. */
  wall(): number
  /** Milliseconds by which `now` is ahead of `wall`. */
  ahead(): number
  moveTo(ahead: number): void
}

export function createClock(wall: () => number, ahead: { ms: number }): Clock {
  return {
    wall,
    now: () => wall() + ahead.ms,
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
