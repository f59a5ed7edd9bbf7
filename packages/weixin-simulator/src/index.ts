export { createSimulator } from './simulator.ts'
export type {
  AccountPage,
  Check,
  Credentials,
  Faults,
  Found,
  LogEntry,
  Notices,
  OrderState,
  SimulatedOrder,
  SimulatedRefund,
  SimulatedUser,
  Simulator,
  SimulatorOptions,
  SubMerchant,
  Why,
} from './types.ts'
export type { CountedCall, Quota, Quotas } from './state/quotas.ts'
