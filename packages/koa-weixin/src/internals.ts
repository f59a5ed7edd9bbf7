import { invalid } from './errors/option-invalid.ts'
import type { Payments } from './payments/payments.ts'
import type { Jssdk } from './jssdk/jssdk.ts'
import type { SignInDefaults, WeixinOptions } from './options/options.ts'
import type { Settings } from './options/settings.ts'
import type { Scope } from './protocol/authorize-address.ts'
import type { AnswerNotification, MessageForm } from './remote/message-form.ts'
import type { SignInFlow } from './sign-in/sign-in.ts'

/** What our own middleware and `reconcile` need of an instance beside its public face. */
export interface Internals extends Pick<
  Payments,
  'createPayment' | 'orderStatus' | 'claimOrder' | 'checkNotificationHeaders' | 'handleNotification'
> {
  /** Every option, checked. A function, because options hold keys and an instance may be printed. */
  readonly settings: () => Settings
  readonly appId: string
  readonly origin: string
  readonly base: string
  /** The scope that sign-in asks for when nobody names another. */
  readonly scope: Scope
  readonly jssdk: Jssdk
  readonly signIn: SignInFlow
  /** The app's own page for a sign-in that failed. */
  readonly errorPage: SignInDefaults['errorPage']
  /** Where sessions are stored. */
  readonly session: NonNullable<WeixinOptions['session']>
  /** The app's own rule for who pays. */
  readonly payer: Settings['payer']
  /** The form of the merchant's notifications; null without a merchant. */
  readonly notificationForm: MessageForm | null
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Settings['logger']
  /** What WeChat reads as the answer to a notification. */
  readonly answerNotification: AnswerNotification
  /** Whether a page of this origin may call with the user's cookies. */
  readonly isAllowedOrigin: (origin: string) => boolean
}

/** The key under which an instance carries its internals; it is not exported from the package. */
export const internals: unique symbol = Symbol('koa-weixin internals')

/** Throws `option-invalid` for anything that `createWeixin` did not make. */
export function internalsOf(weixin: { readonly [internals]: Internals }): Internals {
  const found: Internals | undefined = weixin?.[internals]
  if (!found) throw invalid('weixin: the instance that createWeixin returned is needed here')
  return found
}
