import {
  type ComputedRef,
  computed,
  getCurrentInstance,
  onActivated,
  onDeactivated,
  onScopeDispose,
  shallowRef,
} from 'vue'
import { sessionStore } from '../browser/session-store.ts'
import { checkOptions } from '../errors/check-options.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { goToSignIn, goToSignInOnce } from '../oauth/go-to-sign-in.ts'
import { useWeixin } from '../weixin.ts'
import { jsapi } from './methods/jsapi.ts'
import { type PayStatus, isUnderWay, state } from './pay-state.ts'
import { type Follower, type OrderPayment, STORED_ORDER, createPayments } from './payments.ts'

/** The options of `usePay`. */
export interface UsePayOptions {
  /**
   * Leave for the sign-in when the server responds with 401, and come back to this page. After `resume` at most once a
   * minute, because a browser that keeps no cookie would go round for ever.
   * @default false
   */
  signIn?: boolean
  /** Called once when a payment turns to `paid`, also when that happens after `unconfirmed` or `cancelled`. */
  onPaid?: (orderId: string) => void
}

/** What `usePay` returns. */
export interface UsePayReturn {
  /** How the payment stands. */
  readonly status: ComputedRef<PayStatus>
  /** With `failed` and `unconfirmed`: why. Show its `payerMessage`; `message` is for developers. */
  readonly error: ComputedRef<WeixinClientError | null>
  /** The order that `status` is about, null before the first one. */
  readonly orderId: ComputedRef<string | null>
  /** True from the tap until the outcome, or that it is not known, is shown. */
  readonly isPaying: ComputedRef<boolean>
  /** While a QR code is to be shown: its text (`code_url`). */
  readonly codeUrl: ComputedRef<string | null>
  /**
   * Pays an order. Never rejects; resolves with the status that it came to: `paid`, `unconfirmed`, `cancelled` or
   * `failed`, after which `status` may still change to `paid`; `idle` after `reset()`. A second call for the same order,
   * from whichever component, joins the first one. While another order holds WeChat's sheet, a call fails at once with
   * `busy`.
   * @example <button :disabled="isPaying" @click="pay(order.id)">微信支付</button>
   */
  pay: (orderId: string) => Promise<PayStatus>
  /**
   * Pays an order, for those who prefer exceptions. Resolves when it is paid.
   * @throws {WeixinClientError} `cancelled` (also after `reset()`), `unconfirmed`, or why it failed
   */
  payAsync: (orderId: string) => Promise<void>
  /**
   * Places the order before the tap, so that the tap opens WeChat's sheet at once: some clients open it only inside
   * a tap, and a slow server would use the tap up. Never rejects; a failure shows when the payer taps.
   */
  prepare: (orderId: string) => Promise<void>
  /**
   * Finds out how a payment went after a reload or the return from another page. Never rejects.
   * @param orderId default: the order in the address (`?weixinOrder=`), else the one that was under way in this tab
   * @returns `idle` when there is none
   */
  resume: (orderId?: string) => Promise<PayStatus>
  /** Gives the payment up: `status` is `idle` again, and another one can be started. An open sheet is not closed by this. */
  reset: () => void
}

/**
 * Pays orders. What it started ends with the component's scope.
 * @throws {Error} outside `setup()`, or without `app.use(createWeixin())`
 * @example
 * const { status, error, isPaying, pay } = usePay()
 */
export function usePay(options: UsePayOptions = {}): UsePayReturn {
  checkOptions('usePay', options, ['signIn', 'onPaid'])
  const weixin = useWeixin()
  const payments = weixin.part(createPayments)
  const payment = shallowRef<OrderPayment>()
  const current = computed(() => payment.value?.state.value ?? state('idle'))
  const isPaying = computed(() => isUnderWay(current.value))
  const given = weixin.payments
  const methods = given.some(({ tradeType }) => tradeType === 'jsapi') ? given : [jsapi, ...given]
  let leave: (context: typeof weixin) => void = goToSignIn
  const follower: Follower = {
    isActive: true,
    changed({ status, error }) {
      if (status === 'paid' && payment.value) options.onPaid?.(payment.value.orderId)
      if (options.signIn && error?.signIn) leave(weixin)
    },
  }
  /** Shows another order, or none. */
  function follow(next: OrderPayment | undefined): void {
    payment.value?.unfollow(follower)
    payment.value = next
    next?.follow(follower)
  }

  /** Shows an order from now on. @returns undefined while the present payment cannot be left */
  function show(orderId: string): OrderPayment | undefined {
    // Also without a payment where there is no id, as `order?.id` gives: it is shown that nothing can be paid.
    if (!payment.value || payment.value.orderId !== orderId) {
      const { status } = current.value
      if (isPaying.value && (status !== 'paying' || payments.isHeldByOther(orderId)))
        return undefined
      follow(payments.of(orderId))
    }
    return payment.value
  }

  async function pay(orderId: string): Promise<PayStatus> {
    leave = goToSignIn
    return show(orderId)?.pay(methods) ?? 'failed'
  }

  async function payAsync(orderId: string): Promise<void> {
    const status = await pay(orderId)
    if (status === 'paid') return
    const code = status === 'failed' ? 'busy' : status === 'idle' ? 'cancelled' : status
    throw current.value.error ?? new WeixinClientError(code)
  }

  async function prepare(orderId: string): Promise<void> {
    await show(orderId)?.prepare(methods)
  }

  async function resume(given?: string): Promise<PayStatus> {
    leave = goToSignInOnce
    const orderId = given || underWay()
    return (orderId && show(orderId)?.resume()) || current.value.status
  }

  const underWay = (): string | null =>
    new URLSearchParams(weixin.window?.location.search).get('weixinOrder') ||
    sessionStore(weixin.window, STORED_ORDER)

  function reset(): void {
    payment.value?.reset()
    follow(undefined)
  }

  onScopeDispose(() => payment.value?.unfollow(follower), true)
  if (getCurrentInstance()) {
    const setActive = (isActive: boolean): void => {
      follower.isActive = isActive
      if (isActive) payments.wake()
    }
    onDeactivated(() => setActive(false))
    onActivated(() => setActive(true))
  }
  return {
    status: computed(() => current.value.status),
    error: computed(() => current.value.error),
    orderId: computed(() => payment.value?.orderId ?? null),
    isPaying,
    codeUrl: computed(() => {
      const shown = current.value.payment
      return shown && 'codeUrl' in shown ? shown.codeUrl : null
    }),
    pay,
    payAsync,
    prepare,
    resume,
    reset,
  }
}
