import type { Entry } from './catalogue/entry.ts'
import { setUpErrors, type SetUpErrorCode } from './catalogue/set-up.ts'
import { pagesErrors, type PageErrorCode } from './catalogue/pages.ts'
import { signInErrors, type SignInErrorCode } from './catalogue/sign-in.ts'
import { payErrors, type PayErrorCode } from './catalogue/pay.ts'
import { repliesErrors, type ReplyErrorCode } from './catalogue/replies.ts'
import { noticesErrors, type NoticeErrorCode } from './catalogue/notices.ts'
import { trustErrors, type TrustErrorCode } from './catalogue/trust.ts'
import { settleErrors, type SettleErrorCode } from './catalogue/settle.ts'
import { refundsErrors, type RefundErrorCode } from './catalogue/refunds.ts'
import { billsErrors, type BillErrorCode } from './catalogue/bills.ts'

/** What tells the errors apart. */
export type WeixinErrorCode =
  | SetUpErrorCode
  | PageErrorCode
  | SignInErrorCode
  | PayErrorCode
  | ReplyErrorCode
  | TrustErrorCode
  | NoticeErrorCode
  | SettleErrorCode
  | RefundErrorCode
  | BillErrorCode

/** Every error this package makes: what happened, whose turn it is, what to do. */
export const catalogue: Record<WeixinErrorCode, Entry> = {
  ...setUpErrors,
  ...pagesErrors,
  ...signInErrors,
  ...payErrors,
  ...repliesErrors,
  ...trustErrors,
  ...noticesErrors,
  ...settleErrors,
  ...refundsErrors,
  ...billsErrors,
}
