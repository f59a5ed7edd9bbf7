import './node-version.ts'
export {
  ControlError,
  createClient,
  type ClientOptions,
  type ControlBody,
  type ControlResult,
  type SimulatorClient,
} from './control/client.ts'
