import type { FaultName } from '../control/fault-table.ts'
import type { Context } from '../context.ts'
import type { Plan } from '../notifications/deliveries.ts'
import type { PayFault, SheetOutcome } from '../types.ts'

/** A fault that waits for its event, or that lasts: how the dashboard sees it, and how its button ends it. */
interface ArmedFault {
  isArmed: (context: Context) => boolean
  disarm: (context: Context) => void
}

const planned = (kind: Plan['kind']): ArmedFault => ({
  isArmed: ({ deliveries }) => deliveries.planned().some((plan) => plan.kind === kind),
  disarm: ({ deliveries }) => deliveries.clearPlans(kind),
})

const sheet = (outcome: SheetOutcome): ArmedFault => ({
  isArmed: ({ phone }) => phone.sheets.armed() === outcome,
  disarm: ({ phone }) => phone.sheets.disarm(),
})

function payFault(isThis: (fault: PayFault) => boolean): ArmedFault {
  return {
    isArmed: ({ overrides }) => overrides.payFaults.some(isThis),
    disarm({ overrides }) {
      overrides.payFaults = overrides.payFaults.filter((fault) => !isThis(fault))
    },
  }
}

/** Faults that happen at once are not here: nothing of them waits. */
const ARMED: Partial<Record<FaultName, ArmedFault>> = {
  'notification-lost': {
    isArmed: ({ deliveries }) => deliveries.toLose() > 0,
    disarm: ({ deliveries }) => deliveries.lose(0),
  },
  'notification-late': planned('late'),
  'notification-doubled': planned('doubled'),
  'notifications-reordered': planned('overtaken'),
  'signature-probe': {
    isArmed: ({ signer }) => signer.toProbe() > 0,
    disarm: ({ signer }) => signer.probe({}),
  },
  'pay-slow': payFault(({ response }) => typeof response !== 'string'),
  'pay-failing': payFault(({ response }) => typeof response === 'string'),
  'quota-used-up': {
    isArmed: ({ overrides }) => overrides.quotas.token === 0,
    disarm({ overrides }) {
      overrides.quotas = {}
    },
  },
  'address-not-allowed': {
    isArmed: ({ overrides }) => overrides.allowlist?.length === 0,
    disarm({ overrides }) {
      overrides.allowlist = null
    },
  },
  'sign-in-refused': {
    isArmed: ({ overrides }) => overrides.authorizePage !== null,
    disarm({ overrides }) {
      overrides.authorizePage = null
    },
  },
  'bill-spoiled': {
    isArmed: ({ overrides }) => overrides.spoiledDownloads !== null,
    disarm({ overrides }) {
      overrides.spoiledDownloads = null
    },
  },
  'refunds-end': {
    isArmed: ({ overrides }) => overrides.refundEnd !== 'SUCCESS',
    disarm({ overrides }) {
      overrides.refundEnd = 'SUCCESS'
    },
  },
  'merchant-without-money': {
    isArmed: ({ state }) => state.merchant.balance === 0,
    disarm({ state }) {
      state.merchant.balance = null
    },
  },
  'clock-skewed': {
    isArmed: ({ clock }) => clock.skewed() !== 0,
    disarm: ({ clock }) => clock.skew(0),
  },
  'snapshot-user': {
    isArmed: ({ overrides }) => overrides.snapshots > 0,
    disarm({ overrides }) {
      overrides.snapshots = 0
    },
  },
  'user-cancels': sheet('cancel'),
  'payment-fails': sheet('fail'),
  'answer-lost': sheet('lost'),
}

/** The names of the faults that wait for their event, or that last. */
export const armedFaults = (context: Context): string[] =>
  Object.entries(ARMED).flatMap(([name, { isArmed }]) => (isArmed(context) ? [name] : []))

/** Ends one of them. Returns false for a name that is not armed. */
export function disarmFault(context: Context, name: string): boolean {
  const fault = Object.entries(ARMED).find(([one]) => one === name)?.[1]
  if (!fault?.isArmed(context)) return false
  fault.disarm(context)
  return true
}
