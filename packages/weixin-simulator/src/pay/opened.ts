import { findPrepay, type Order, type Prepay } from '../state/orders.ts'
import { CODE_URL, H5_PATH } from './trade-types.ts'

/** Finds what was opened by a prepay_id, an h5_url (with or without redirect_url), or a scanned code_url. */
export function findOpened(
  orders: Order[],
  opened: string,
): { order: Order; prepay: Prepay } | undefined {
  if (opened.startsWith(CODE_URL)) return findCode(orders, opened.slice(CODE_URL.length))
  const url = URL.canParse(opened) ? new URL(opened) : null
  if (url?.pathname !== H5_PATH) return findPrepay(orders, opened)
  const { searchParams } = url
  const found = findPrepay(orders, searchParams.get('prepay_id') ?? '')
  return found?.prepay.code === searchParams.get('package') ? found : undefined
}

function findCode(orders: Order[], code: string): { order: Order; prepay: Prepay } | undefined {
  for (const order of orders) {
    const prepay = order.tradeType === 'NATIVE' && order.prepays.find((one) => one.code === code)
    if (prepay) return { order, prepay }
  }
  return undefined
}
