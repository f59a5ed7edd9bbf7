import { isObject } from '../http/body.ts'

/** What each kind of browser or app has to say about itself. */
const H5_KINDS: Record<string, readonly string[]> = {
  Wap: ['wap_url', 'wap_name'],
  IOS: ['app_name', 'bundle_id'],
  Android: ['app_name', 'package_name'],
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The rule that the `scene_info` of an MWEB order breaks; null when it is fine. */
export function brokenH5Scene(text: string): string | null {
  const scene = parsed(text)
  const info = isObject(scene) ? scene['h5_info'] : undefined
  if (!isObject(info)) return 'JSON with an object h5_info'
  const wanted = H5_KINDS[String(info['type'])]
  if (!wanted) return `h5_info.type one of ${Object.keys(H5_KINDS).join(', ')}`
  const missing = wanted.find((name) => !isText(info[name]))
  return missing === undefined ? null : `h5_info.${missing} is required`
}

/** The same of every other order: the shop where it is made. */
export function brokenStoreScene(text: string): string | null {
  const scene = parsed(text)
  const store = isObject(scene) ? scene['store_info'] : undefined
  if (!isObject(store)) return 'JSON with an object store_info'
  return isText(store['id']) ? null : 'store_info.id is required'
}

/** The rule that `detail` breaks. */
export function brokenDetail(text: string): string | null {
  const detail = parsed(text)
  if (!isObject(detail)) return 'a JSON object'
  const goods = detail['goods_detail'] ?? []
  if (!Array.isArray(goods)) return 'goods_detail is an array'
  const isGood = (one: unknown): boolean =>
    isObject(one) &&
    isText(one['goods_id']) &&
    [one['quantity'], one['price']].every(Number.isInteger)
  return goods.every(isGood) ? null : 'goods_detail[]: goods_id, and whole quantity and price'
}
