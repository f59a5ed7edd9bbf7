export { createSimulator } from './simulator.ts'
export type {
  AccountPage,
  Check,
  Credentials,
  Faults,
  KnownMistake,
  LogEntry,
  MerchantKeys,
  Notifications,
  TradeState,
  PayFault,
  Platform,
  SimulatedNotification,
  SimulatedOrder,
  SimulatedRefund,
  SimulatedUser,
  Simulator,
  SimulatorOptions,
  SpoiledDownload,
  SubMerchant,
  Reason,
} from './types.ts'
export type { CountedCall, Quota, Quotas } from './state/quotas.ts'
