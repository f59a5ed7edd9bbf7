import type { OpenedOrder, OrderBook } from '../state/orders.ts'
import { CODE_URL, H5_PATH } from './addresses.ts'

/** Finds what was opened by a prepay_id, an h5_url (with or without redirect_url), or a scanned code_url. */
export function findOpened(orders: OrderBook, opened: string): OpenedOrder | undefined {
  if (opened.startsWith(CODE_URL)) return orders.byCode(opened.slice(CODE_URL.length))
  const url = URL.canParse(opened) ? new URL(opened) : null
  if (url?.pathname !== H5_PATH) return orders.byPrepayId(opened)
  const { searchParams } = url
  const found = orders.byPrepayId(searchParams.get('prepay_id') ?? '')
  return found?.prepay.code === searchParams.get('package') ? found : undefined
}
