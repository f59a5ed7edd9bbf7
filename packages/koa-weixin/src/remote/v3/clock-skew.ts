/** How far our clock lies from WeChat's, as its responses show. Shown in errors and logs; no signature is accepted or refused by it. */
export interface ClockSkew {
  /** WeChat's own moment, in seconds, taken from a response that just came. */
  note(weixinSeconds: number): void
  /** Seconds by which our clock is ahead; undefined while nothing was measured. */
  seconds(): number | undefined
  /** In words, for a detail. */
  text(): string | undefined
}

/** `now` in milliseconds. */
export function createClockSkew(now: () => number): ClockSkew {
  let measured: number | undefined
  return {
    note(weixinSeconds) {
      if (Number.isFinite(weixinSeconds)) measured = Math.round(now() / 1000 - weixinSeconds)
    },
    seconds: () => measured,
    text() {
      if (measured === undefined) return undefined
      const side = measured < 0 ? 'behind' : 'ahead of'
      return `our clock is ${Math.abs(measured)} s ${side} WeChat's`
    },
  }
}
