/** What this tab stores. A browser that blocks its storage, or whose storage is full, stores nothing. */
export const tabStorage = {
  get(key: string): string | null {
    try {
      return sessionStorage.getItem(key)
    } catch {
      return null
    }
  },
  /** Stores a value; null removes it. Returns whether the tab has it now. */
  set(key: string, value: string | null): boolean {
    try {
      if (value === null) sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, value)
      return true
    } catch {
      return false
    }
  },
}
