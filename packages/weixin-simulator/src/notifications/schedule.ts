/** Seconds after each failed delivery until the next: 15 redeliveries in 24 h 4 min. */
const INTERVALS = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600,
]

/**
 * When to deliver again after `tried` deliveries, the last of which started at `startedAt`; null when it is over.
 * All in milliseconds. Whether WeChat counts from a delivery's start or end is not documented; we take its start.
 */
export function nextDelivery(tried: number, startedAt: number): number | null {
  const interval = INTERVALS[tried - 1]
  return interval === undefined ? null : startedAt + interval * 1000
}
