import { shallowReactive } from 'vue'

const KEY = 'unconfirmed-orders'

/**
 * Orders that the phone says are paid and the server has not confirmed yet: shown as 确认中, so that nobody pays twice.
 * Only this visit knows of them, hence sessionStorage; what is true stands in the server's orders.
 */
const ids = shallowReactive(new Set<string>(JSON.parse(sessionStorage.getItem(KEY) ?? '[]')))

const keep = (): void => sessionStorage.setItem(KEY, JSON.stringify([...ids]))

export const unconfirmed = {
  has: (id: string): boolean => ids.has(id),
  add(id: string): void {
    ids.add(id)
    keep()
  },
  remove(id: string): void {
    if (ids.delete(id)) keep()
  },
}
