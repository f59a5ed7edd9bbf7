import type { CountedCall, Quota } from '../types.ts'

interface Counter {
  /** Which minute or day, counted from 1970. */
  period: number
  count: number
}

export type Counters = Partial<Record<`${CountedCall} a ${'minute' | 'day'}`, Counter>>

const MINUTE = 60_000
const DAY = 86_400_000
/** China's days begin eight hours before those of UTC. */
const CHINA = 8 * 3_600_000

/** Counts this call and answers null, or counts nothing and names the limit that is reached. */
export function countCall(
  counters: Counters,
  call: CountedCall,
  quota: Quota | undefined,
  now: number,
): 'day' | 'minute' | null {
  const { day, minute } =
    typeof quota === 'number' ? { day: quota, minute: undefined } : (quota ?? {})
  const counter = (length: 'minute' | 'day', period: number): Counter => {
    const known = counters[`${call} a ${length}`]
    return known?.period === period
      ? known
      : (counters[`${call} a ${length}`] = { period, count: 0 })
  }
  const today = counter('day', Math.floor((now + CHINA) / DAY))
  const thisMinute = counter('minute', Math.floor(now / MINUTE))
  if (today.count >= (day ?? Infinity)) return 'day'
  if (thisMinute.count >= (minute ?? Infinity)) return 'minute'
  today.count += 1
  thisMinute.count += 1
  return null
}
