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
  PayFault,
  Platform,
  SimulatedOrder,
  SimulatedRefund,
  SimulatedUser,
  Simulator,
  SimulatorOptions,
  SpoiledDownload,
  SubMerchant,
  Why,
} from './types.ts'
export type { CountedCall, Quota, Quotas } from './state/quotas.ts'
