import type { Text } from '../errors/catalogue/entry.ts'
import type { DoctorContext } from './context.ts'
import type { Finding } from './report.ts'

/** One thing that the doctor looks at. */
export interface Check {
  id: string
  title: Text
  /** Checks without which this one proves nothing: where one of them failed, this one is skipped. */
  needs?: readonly string[]
  /** Whether it sends requests: to WeChat, to the app's own addresses, or to the cache. None of them costs money. */
  sends?: boolean
  /** Whether it needs the option `merchant`. */
  forMerchant?: boolean
  run(context: DoctorContext): Finding | Promise<Finding>
}
