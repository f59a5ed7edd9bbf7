const EIGHT_HOURS = 8 * 60 * 60 * 1000

/** A moment as WeChat Pay writes it: RFC 3339 in China's time, `2026-01-01T08:00:05+08:00`. */
export function chinaTime(moment: Date): string {
  return `${new Date(moment.getTime() + EIGHT_HOURS).toISOString().slice(0, 19)}+08:00`
}
