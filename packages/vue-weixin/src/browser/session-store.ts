import type { WeixinWindow } from './weixin-window.ts'

/**
 * Reads, writes or (with null) removes a value that survives a reload. Browsers that keep nothing, or that throw,
 * behave as if nothing was stored.
 */
export function sessionStore(
  window: WeixinWindow | undefined,
  key: string,
  value?: string | null,
): string | null {
  try {
    const store = window?.sessionStorage
    const name = `vue-weixin:${key}`
    if (value === undefined) return store?.getItem(name) ?? null
    if (value === null) store?.removeItem(name)
    else store?.setItem(name, value)
  } catch {
    // Storage is blocked or full.
  }
  return null
}
