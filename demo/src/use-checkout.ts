import { computed, watch, type ComputedRef } from 'vue'
import { useOAuth, usePay, type UsePayReturn } from 'vue-weixin'
import { shop } from './shop.ts'
import { unconfirmed } from './unconfirmed.ts'

export interface UseCheckoutReturn extends Pick<UsePayReturn, 'status' | 'isPaying' | 'pay'> {
  /** The text above the button; empty when there is none. */
  why: ComputedRef<string>
  /** The user of a snapshot page (快照页) can only look. */
  isDisabled: ComputedRef<boolean>
}

/** Pays an order. `onOver` is called when it is paid, or when only the server can find out (确认中). */
export function useCheckout(onOver: (orderId: string) => void): UseCheckoutReturn {
  const { status, error, orderId, isPaying, pay } = usePay()
  const { user } = useOAuth()
  const isDisabled = computed(() => user.value?.isSnapshot ?? false)

  const why = computed(() => {
    if (isDisabled.value) return '当前为快照页，只能浏览。请点屏幕右下角的“使用完整服务”'
    if (status.value === 'cancelled') return '已取消付款，订单保留 15 分钟'
    if (status.value !== 'failed') return ''
    if (error.value?.code === 'not-in-weixin') return '请在微信中打开本页再支付'
    return '支付没有完成。若已扣款，订单会自动更新'
  })

  watch(status, async (now, before) => {
    const id = orderId.value
    if (id === null) return
    const isUnconfirmed =
      now === 'unconfirmed' ||
      (now === 'failed' && before === 'confirming' && !(await isUnpaid(id)))
    if (isUnconfirmed) unconfirmed.add(id)
    if (now === 'paid') unconfirmed.remove(id)
    const isClosed = now === 'failed' && error.value?.code === 'order-closed'
    if (isUnconfirmed || now === 'paid' || isClosed) onOver(id)
  })

  return { status, isPaying, pay, why, isDisabled }
}

/** Whether WeChat reports the order as unpaid. A sheet that failed may have taken the payment all the same. */
async function isUnpaid(orderId: string): Promise<boolean> {
  try {
    return (await shop.orderStatus(orderId)).state === 'unpaid'
  } catch {
    return false
  }
}
