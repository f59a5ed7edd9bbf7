import { type ComputedRef, computed, getCurrentScope, onScopeDispose, shallowRef } from 'vue'
import { useWeixin } from '../weixin.ts'
import type { WeixinClientError } from '../weixin-client-error.ts'
import { type PayStatus, isUnderWay, state } from './pay-state.ts'
import type { Payment } from './payments.ts'

export interface UsePayOptions {
  /**
   * `bridge` calls `WeixinJSBridge` itself and needs no `wx.config`; `jssdk` calls `wx.chooseWXPay` after `wx.config`.
   * @default 'bridge'
   */
  api?: 'bridge' | 'jssdk'
  /**
   * Leave for the sign-in when the server asks for one (401), and come back to this page.
   * @default false
   */
  signIn?: boolean
}

export interface UsePayReturn {
  readonly status: ComputedRef<PayStatus>
  readonly error: ComputedRef<WeixinClientError | null>
  /** The order that `status` is about. */
  readonly orderId: ComputedRef<string | null>
  /** From the tap until it is known how it ended, or that nobody can say yet. */
  readonly isPaying: ComputedRef<boolean>
  /**
   * Pays an order. Never rejects; resolves with the status that it came to: `paid`, `unconfirmed`, `cancelled` or
   * `failed`. `status` may still turn to `paid` afterwards. A second call for the same order, from whichever
   * component, joins the first. While another order is being paid, a call fails at once: `status` stays with the
   * payment under way, or is `failed` with `busy` in a component that has none.
   */
  pay: (orderId: string) => Promise<PayStatus>
}

/** Pays an order inside WeChat. Everything it started ends with the component's scope. */
export function usePay({ api = 'bridge', signIn = false }: UsePayOptions = {}): UsePayReturn {
  const { payments, paymentMethods, session } = useWeixin()
  const payment = shallowRef<Payment>()
  const current = computed(() => payment.value?.state.value ?? state('idle'))
  const isPaying = computed(() => isUnderWay(current.value))
  let leave = (): void => {}

  async function pay(orderId: string): Promise<PayStatus> {
    if (payment.value?.orderId !== orderId) {
      if (isPaying.value) return 'failed'
      leave()
      payment.value = payments.of(orderId)
      leave = payment.value.follow()
    }
    const mine = payment.value
    const status = await mine.pay(paymentMethods[api])
    if (signIn && status === 'failed' && mine.state.value.error?.signIn) session.signIn()
    return status
  }

  if (getCurrentScope()) onScopeDispose(() => leave())
  return {
    status: computed(() => current.value.status),
    error: computed(() => current.value.error),
    orderId: computed(() => payment.value?.orderId ?? null),
    isPaying,
    pay,
  }
}
