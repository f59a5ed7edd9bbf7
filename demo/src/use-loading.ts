import { onScopeDispose, shallowReadonly, shallowRef, type ShallowRef } from 'vue'
import { ShopError, type ShopFailure } from './shop.ts'

export interface UseLoadingReturn<Value> {
  /** Undefined until the first response. Assignable, for what arrives by other ways. */
  readonly value: ShallowRef<Value | undefined>
  readonly failure: Readonly<ShallowRef<ShopFailure | null>>
  /** Loads again, and shows a failure. Never rejects. */
  load: () => Promise<void>
  /** Loads again silently: a failure leaves everything as it is, and rejects. */
  refresh: () => Promise<void>
}

/** Loads a value at once, and again on demand. The response of an older request never replaces that of a newer one. */
export function useLoading<Value>(fetchValue: () => Promise<Value>): UseLoadingReturn<Value> {
  const value = shallowRef<Value>()
  const failure = shallowRef<ShopFailure | null>(null)
  let latest = 0
  onScopeDispose(() => latest++)

  async function refresh(): Promise<void> {
    const mine = ++latest
    const loaded = await fetchValue()
    if (mine !== latest) return
    value.value = loaded
    failure.value = null
  }
  async function load(): Promise<void> {
    failure.value = null
    try {
      await refresh()
    } catch (error) {
      failure.value = error instanceof ShopError ? error.failure : 'server'
    }
  }
  void load()
  return { value, failure: shallowReadonly(failure), load, refresh }
}
