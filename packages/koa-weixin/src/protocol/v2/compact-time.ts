const EIGHT_HOURS = 8 * 60 * 60 * 1000

/** A moment as WeChat Pay v2 writes it: `yyyyMMddHHmmss` in China's time. */
export function compactTime(moment: Date): string {
  const china = new Date(moment.getTime() + EIGHT_HOURS).toISOString()
  return china.slice(0, 19).replaceAll(/\D/g, '')
}

/** Reads `20260101080005`, and `2026-01-01 08:00:05` of refunds. Undefined for anything else. */
export function readCompactTime(text: string): Date | undefined {
  const parts = /^(\d{4})-?(\d\d)-?(\d\d) ?(\d\d):?(\d\d):?(\d\d)$/.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}
