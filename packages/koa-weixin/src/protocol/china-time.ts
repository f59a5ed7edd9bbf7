const OFFSET_MS = 8 * 60 * 60 * 1000

/** A moment as WeChat Pay v3 writes it: RFC 3339 in China's time, `2026-01-01T08:00:05+08:00`. */
export function chinaTime(moment: Date): string {
  return `${chinaClock(moment)}+08:00`
}

/** A moment as WeChat Pay v2 writes it: `yyyyMMddHHmmss` in China's time. */
export function compactChinaTime(moment: Date): string {
  return chinaClock(moment).replaceAll(/\D/g, '')
}

/**
 * Reads a time of WeChat's: RFC 3339, or without a zone, which then is China's, whatever the server's is:
 * `20260101080005` (v2), `2026-01-01 08:00:05` (refunds, bills), `2026/1/1 8:00` (bills that a person has edited).
 * Undefined for anything else.
 */
export function readChinaTime(text: string): Date | undefined {
  // The usual forms of v3 and v2, read in a fifth of the time.
  if (USUAL.test(text)) return validDate(text)
  if (COMPACT.test(text)) return validDate(separated(text))
  const parts = SEPARATED.exec(text.trim())?.groups
  if (!parts) return undefined
  const { year, month = '', day = '', hour = '', minute, second = '00', zone } = parts
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const offset = zone?.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2') ?? '+08:00'
  return validDate(`${date}T${hour.padStart(2, '0')}:${minute}:${second}${offset}`)
}

/** Of `yyyyMMddHHmmss`. */
function separated(text: string): string {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
  return `${date}T${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12)}+08:00`
}

/** Undefined too for a day that its month does not have, which JavaScript takes for one of the next month. */
function validDate(text: string): Date | undefined {
  const moment = new Date(text)
  if (Number.isNaN(moment.getTime())) return undefined
  const day = Number(text.slice(8, 10))
  return day > 28 && new Date(text.slice(0, 10)).getUTCDate() !== day ? undefined : moment
}

const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/

const COMPACT = /^\d{14}$/
const SEPARATED =
  /^(?<year>\d{4})[-/](?<month>\d\d?)[-/](?<day>\d\d?)[ T](?<hour>\d\d?)[:：](?<minute>\d\d)(?:[:：](?<second>\d\d(?:\.\d{1,3})?)\d*)?(?<zone>Z|[+-]\d\d:?\d\d)?$/i

/** The last second of four-digit years, as China's clock shows it: WeChat shortens a later deadline anyway. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59)

const chinaClock = (moment: Date): string =>
  new Date(Math.min(moment.getTime() + OFFSET_MS, LAST)).toISOString().slice(0, 19)
