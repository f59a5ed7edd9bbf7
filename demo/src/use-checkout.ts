import { computed, watch, type ComputedRef } from 'vue'
import { useOAuth, usePay, type UsePayReturn } from 'vue-weixin'

export interface UseCheckoutReturn extends Pick<
  UsePayReturn,
  'status' | 'isPaying' | 'codeUrl' | 'pay'
> {
  /** The text above the button; empty when there is none. */
  why: ComputedRef<string>
  /** The user of a snapshot page (快照页) can only look. */
  isDisabled: ComputedRef<boolean>
}

/** Pays an order. `onOver` is called when it is paid, closed, or when only the server can find out (确认中). */
export function useCheckout(onOver: (orderId: string) => void): UseCheckoutReturn {
  const { status, error, orderId, isPaying, codeUrl, pay } = usePay({
    signIn: true,
    onPaid: onOver,
  })
  const { user } = useOAuth()
  const isDisabled = computed(() => user.value?.isSnapshot ?? false)

  const why = computed(() => {
    if (isDisabled.value) return '快照页不能支付，请先使用完整服务'
    if (status.value === 'cancelled') return '已取消付款，订单保留 15 分钟'
    return status.value === 'failed' ? (error.value?.payerMessage.zh ?? '') : ''
  })

  watch(status, (now) => {
    const isClosed = now === 'failed' && error.value?.code === 'order-closed'
    if (orderId.value !== null && (now === 'unconfirmed' || isClosed)) onOver(orderId.value)
  })

  return { status, isPaying, codeUrl, pay, why, isDisabled }
}
