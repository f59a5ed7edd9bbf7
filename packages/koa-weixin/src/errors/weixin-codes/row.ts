import type { WeixinErrorCode } from '../catalogue.ts'
import type { Actor, Text } from '../catalogue/entry.ts'

/**
 * Where a code comes from: `api` is api.weixin.qq.com with the account's access_token, `oauth` its
 * sns calls with a user's code or token, `v3` and `v2` are WeChat Pay.
 */
export type WeixinCodeFamily = 'api' | 'oauth' | 'v3' | 'v2'

/** A call for which some codes mean something of their own. */
export type WeixinCall =
  | 'token'
  | 'order'
  | 'query'
  | 'close'
  | 'refund'
  | 'refund-query'
  | 'bill'
  | 'bill-file'
  | 'certificates'

/** What is known of a message of WeChat's that a user or a page sees, and the server does not. */
export interface ShownMessage {
  /** What WeChat means by it. */
  meaning: Text
  /** Who has to act. */
  actor: Actor
  /** What to do. */
  remedy: Text
}

/** What is known of one of WeChat's codes. */
export interface WeixinCode extends ShownMessage {
  /** Our own code for it. */
  becomes: WeixinErrorCode
  /** The code as it stands in the table: WeChat spells some of them in several ways. */
  name: string
  /** Where it is explained on the documentation site. */
  page: Text
  /** True where the same call may succeed later without any change. */
  retry?: true
  /** Which credential WeChat no longer accepts: an access_token, or the code of a sign-in. */
  invalid?: 'token' | 'code'
  /** What the code says about the attempt that the call named. */
  tradeState?: 'absent' | 'closed' | 'paid' | 'paying'
}

/** A row of the table: the error is `weixin-refused` unless the row names another, for some calls or all. */
export type Row = Omit<WeixinCode, 'becomes' | 'name' | 'page'> & {
  /** @default 'weixin-refused' */
  becomes?: WeixinErrorCode
  /** For the calls where it becomes something else. */
  on?: Partial<Record<WeixinCall, WeixinErrorCode>>
}
