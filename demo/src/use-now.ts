import { onScopeDispose, shallowReadonly, shallowRef, type ShallowRef } from 'vue'

/** The present time in milliseconds, each second. */
export function useNow(): Readonly<ShallowRef<number>> {
  const now = shallowRef(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 1000)
  onScopeDispose(() => clearInterval(timer))
  return shallowReadonly(now)
}
