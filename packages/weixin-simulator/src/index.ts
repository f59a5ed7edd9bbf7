export { createSimulator } from './simulator.ts'
export type {
  Check,
  Credentials,
  Found,
  LogEntry,
  Notices,
  OrderState,
  SimulatedOrder,
  SimulatedRefund,
  SimulatedUser,
  Simulator,
  SimulatorOptions,
  Why,
} from './types.ts'
