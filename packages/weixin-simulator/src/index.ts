import './node-version.ts'
export { createSimulator, type Simulator } from './simulator.ts'
export { FolderInUseError } from './store/lock.ts'
export type { Faults, ProbeCounts } from './control/faults.ts'
export type { DeliveryAnswer, EndedDelivery, Notifications } from './control/notifications.ts'
export type { PaidOrderNumbers, Payer, PayOptions } from './control/payer.ts'
export type { IssuedCertificate, IssueOptions, Platform } from './control/platform.ts'
export type { ConsoleRefund, ConsoleRefundRequest, RefundControls } from './control/refunds.ts'
export type { SimulatorControls } from './control/types.ts'
export type { CodeRequest, IssuedCode, NewCoupon, NewUser, UserControls } from './control/users.ts'
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
  Reference,
  RegisteredAddresses,
  SdkCommand,
  SdkOutcome,
  SheetOutcome,
  SimulatedCoupon,
  SimulatedNotification,
  SimulatedOrder,
  SimulatedRefund,
  SimulatedUser,
  SimulatorOptions,
  SpoiledDownload,
  SubMerchant,
  TradeState,
  WeixinKeys,
} from './types.ts'
