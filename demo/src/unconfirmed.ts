import { shallowReactive } from 'vue'

const KEY = 'unconfirmed-orders'

/**
 * The orders whose payment sheet was used and whose result the server has not confirmed yet. They are shown as 确认中, so
 * that nobody pays twice. Only this tab knows of them, hence sessionStorage; the server's orders are what counts.
 */
const ids = shallowReactive(new Set<string>(JSON.parse(sessionStorage.getItem(KEY) ?? '[]')))

const save = (): void => sessionStorage.setItem(KEY, JSON.stringify([...ids]))

export const unconfirmed = {
  has: (id: string): boolean => ids.has(id),
  add(id: string): void {
    ids.add(id)
    save()
  },
  remove(id: string): void {
    if (ids.delete(id)) save()
  },
}
