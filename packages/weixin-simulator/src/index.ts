export { createSimulator, type Simulator } from './simulator.ts'
export { FolderInUseError } from './store/lock.ts'
export type {
  DeliveryAnswer,
  EndedDelivery,
  Faults,
  Notifications,
  Payer,
  PayOptions,
  Platform,
  SimulatorControls,
} from './control/types.ts'
export type { FaultBody, FaultName } from './control/fault-table.ts'
export type { Trigger } from './control/trigger.ts'
export type {
  AccountPage,
  Check,
  CountedCall,
  Credentials,
  ForeignNotification,
  Forgery,
  KnownMistake,
  LogEntry,
  MerchantKeys,
  PayFault,
  PhoneControls,
  Quota,
  Quotas,
  Reason,
  RegisteredAddresses,
  SdkCommand,
  SdkOutcome,
  SheetOutcome,
  SimulatedNotification,
  SimulatedOrder,
  SimulatedRefund,
  SimulatedUser,
  SimulatorOptions,
  SpoiledDownload,
  SubMerchant,
  TradeState,
} from './types.ts'
