const two = (n: number): string => String(n).padStart(2, '0')

/** 09:41:06 */
export function clockTime(iso: string): string {
  const t = new Date(iso)
  return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`
}

/** 今天 09:41, 昨天 16:20, 11 月 20 日 11:03 */
export function dayTime(iso: string, now: Date): string {
  const t = new Date(iso)
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  const daysAgo = Math.ceil((midnight.getTime() - t.getTime()) / 86_400_000)
  const day =
    daysAgo <= 0 ? '今天' : daysAgo === 1 ? '昨天' : `${t.getMonth() + 1} 月 ${t.getDate()} 日`
  return `${day} ${two(t.getHours())}:${two(t.getMinutes())}`
}

/** 14 分 22 秒 */
export function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${Math.floor(seconds / 60)} 分 ${two(seconds % 60)} 秒`
}
