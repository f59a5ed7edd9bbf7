import { FAULTS, type Fault, type FaultGroup } from '../../../src/control/fault-table.ts'
import type { Words } from '../words.ts'

/** A fault of the simulator's table, as its button needs it. */
export interface FaultAbout extends Pick<Fault, 'en' | 'zh' | 'label' | 'fields'> {
  name: string
  /** Asked for before the fault is caused: what has no default, or a choice that makes another fault of it. */
  asks: boolean
}

const GROUPS: Record<FaultGroup, Words> = {
  notification: { en: 'Notification', zh: '通知' },
  pay: { en: 'WeChat Pay', zh: '微信支付' },
  account: { en: 'Account', zh: '公众号' },
  user: { en: 'User', zh: '用户' },
}

const asks = ({ fields }: Fault): boolean =>
  Object.values(fields).some((field) => field.required || (field.type === 'string' && field.oneOf))

/** The table is the simulator's own: the same faults by button, by HTTP, on the command line and from code. */
const all = Object.entries(FAULTS).map(([name, fault]: [string, Fault]) => ({
  ...fault,
  name,
  asks: asks(fault),
}))

/** One row of buttons for each party that misbehaves. */
export const FAULT_ROWS: readonly { title: Words; faults: readonly FaultAbout[] }[] =
  Object.entries(GROUPS).map(([group, title]) => ({
    title,
    faults: all.filter((fault) => fault.group === group),
  }))

/** What a fault does, in both languages; undefined for a name that the table does not have. */
export const findFault = (name: string): FaultAbout | undefined =>
  all.find((fault) => fault.name === name)
