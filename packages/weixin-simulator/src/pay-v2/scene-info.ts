import type { Words } from '../domain/patterns.ts'
import { isObject } from '../http/body.ts'

/** What each kind of browser or app has to say about itself. */
const H5_KINDS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['Wap', ['wap_url', 'wap_name']],
  ['IOS', ['app_name', 'bundle_id']],
  ['Android', ['app_name', 'package_name']],
])

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The rule that the `scene_info` of an MWEB order breaks; null when it is fine. */
export function brokenH5Scene(text: string): Words | null {
  const scene = parsed(text)
  const info = isObject(scene) ? scene['h5_info'] : undefined
  if (!isObject(info)) return { en: 'JSON with an object h5_info', zh: 'JSON，含对象 h5_info' }
  const wanted = H5_KINDS.get(info['type'])
  const kinds = [...H5_KINDS.keys()]
  if (!wanted)
    return {
      en: `h5_info.type one of ${kinds.join(', ')}`,
      zh: `h5_info.type 取值为 ${kinds.join('、')}`,
    }
  const missing = wanted.find((name) => !isText(info[name]))
  return missing === undefined
    ? null
    : { en: `h5_info.${missing} is required`, zh: `h5_info.${missing} 必填` }
}

/** The same of every other order: the shop where it is made. */
export function brokenStoreScene(text: string): Words | null {
  const scene = parsed(text)
  const store = isObject(scene) ? scene['store_info'] : undefined
  if (!isObject(store))
    return { en: 'JSON with an object store_info', zh: 'JSON，含对象 store_info' }
  return isText(store['id']) ? null : { en: 'store_info.id is required', zh: 'store_info.id 必填' }
}

/** The rule that `detail` breaks. */
export function brokenDetail(text: string): Words | null {
  const detail = parsed(text)
  if (!isObject(detail)) return { en: 'a JSON object', zh: 'JSON 对象' }
  const goods = detail['goods_detail'] ?? []
  if (!Array.isArray(goods)) return { en: 'goods_detail is an array', zh: 'goods_detail 为数组' }
  const isGood = (one: unknown): boolean =>
    isObject(one) &&
    isText(one['goods_id']) &&
    [one['quantity'], one['price']].every(Number.isInteger)
  return goods.every(isGood)
    ? null
    : {
        en: 'goods_detail[]: goods_id, and whole quantity and price',
        zh: 'goods_detail[] 中 goods_id 必填，quantity 和 price 为整数',
      }
}
