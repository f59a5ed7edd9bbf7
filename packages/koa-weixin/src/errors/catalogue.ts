import type { Entry } from './catalogue/entry.ts'
import { setUpErrors, type SetUpErrorCode } from './catalogue/set-up.ts'
import { jssdkErrors, type JssdkErrorCode } from './catalogue/jssdk.ts'
import { signInErrors, type SignInErrorCode } from './catalogue/sign-in.ts'
import { payErrors, type PayErrorCode } from './catalogue/payments.ts'
import { responseErrors, type ResponseErrorCode } from './catalogue/responses.ts'
import { notificationErrors, type NotificationErrorCode } from './catalogue/notifications.ts'
import { platformKeyErrors, type PlatformKeyErrorCode } from './catalogue/platform-keys.ts'
import { settleErrors, type SettleErrorCode } from './catalogue/settle.ts'
import { refundsErrors, type RefundErrorCode } from './catalogue/refunds.ts'
import { billsErrors, type BillErrorCode } from './catalogue/bills.ts'

/** The code that tells the errors apart. */
export type WeixinErrorCode =
  | SetUpErrorCode
  | JssdkErrorCode
  | SignInErrorCode
  | PayErrorCode
  | ResponseErrorCode
  | PlatformKeyErrorCode
  | NotificationErrorCode
  | SettleErrorCode
  | RefundErrorCode
  | BillErrorCode

/** Every error of this package: what happened, who has to act, and what to do. */
export const catalogue: Record<WeixinErrorCode, Entry> = {
  ...setUpErrors,
  ...jssdkErrors,
  ...signInErrors,
  ...payErrors,
  ...responseErrors,
  ...platformKeyErrors,
  ...notificationErrors,
  ...settleErrors,
  ...refundsErrors,
  ...billsErrors,
}
