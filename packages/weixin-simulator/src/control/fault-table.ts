import type { BodyOf } from './fields.ts'
import { accountFaults } from './fault-table/account.ts'
import { fault } from './fault-table/fault.ts'
import { notificationFaults } from './fault-table/notification.ts'
import { payFaults } from './fault-table/pay.ts'
import { userFaults } from './fault-table/user.ts'

export type { Fault, FaultGroup, FaultTarget } from './fault-table/fault.ts'

/** Every fault, by its name. */
export const FAULTS = {
  ...notificationFaults,
  ...payFaults,
  ...accountFaults,
  ...userFaults,
  none: fault({
    group: null,
    label: { en: 'Clear all faults', zh: '清除所有故障' },
    en: 'Nothing goes wrong any more; what happened stays.',
    zh: '清除所有故障设置，已发生的不变。',
    fields: {},
    run: (simulator) => simulator.faults.clear(),
  }),
}

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS

/** The parameters of a fault. */
export type FaultBody<Name extends FaultName> = BodyOf<(typeof FAULTS)[Name]['fields']>
