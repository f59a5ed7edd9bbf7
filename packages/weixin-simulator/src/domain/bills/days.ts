const EIGHT_HOURS = 8 * 3_600_000
const HOUR_OF_BILLS = 10

/** The day in China, yyyy-MM-DD. */
export const chinaDay = (ms: number): string => shifted(ms).slice(0, 10)

/** As bills write it: yyyy-MM-DD HH:mm:ss in China. */
export const billTime = (ms: number): string => shifted(ms).slice(0, 19).replace('T', ' ')

const shifted = (ms: number): string => new Date(ms + EIGHT_HOURS).toISOString()

/** False for the 30th of February. */
export function isDay(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}

/** The same day three months earlier, or that month's last. */
export function threeMonthsBefore(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month - 3, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 4, Math.min(date, lastOfMonth))).toISOString().slice(0, 10)
}

/** A day's files are there from 10:00 of the next day. */
export const isMade = (date: string, now: number): boolean =>
  now >= Date.parse(`${date}T00:00:00+08:00`) + (24 + HOUR_OF_BILLS) * 3_600_000
