const CHINA = 8 * 3_600_000

/** `yyyyMMddHHmmss` in China's time, to milliseconds. */
export function readTime(text: string): number {
  const part = (from: number, to: number): number => Number(text.slice(from, to))
  const month = part(4, 6) - 1
  return Date.UTC(part(0, 4), month, part(6, 8), part(8, 10), part(10, 12), part(12, 14)) - CHINA
}

/** Milliseconds to `yyyy-MM-dd HH:mm:ss` in China's time. */
export const spacedTime = (ms: number): string =>
  new Date(ms + CHINA).toISOString().slice(0, 19).replace('T', ' ')

/** Milliseconds to `yyyyMMddHHmmss` in China's time. */
export const shortTime = (ms: number): string => spacedTime(ms).replaceAll(/\D/g, '')
