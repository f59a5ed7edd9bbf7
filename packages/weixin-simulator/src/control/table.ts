import { accountControls } from './table/account.ts'
import { notificationsControls } from './table/notifications.ts'
import { ordersControls } from './table/orders.ts'
import { phoneControls } from './table/phone.ts'
import { platformControls } from './table/platform.ts'
import { processControls } from './table/process.ts'
import { usersControls } from './table/users.ts'

/** All controls, by name: the routes, the typed client, the command line and the OpenAPI document are made from it. */
export const CONTROLS = {
  ...accountControls,
  ...usersControls,
  ...ordersControls,
  ...notificationsControls,
  ...phoneControls,
  ...platformControls,
  ...processControls,
}

/** The name of a control. */
export type ControlName = keyof typeof CONTROLS
