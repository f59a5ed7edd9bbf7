import {
  type DefineSetupFnComponent,
  type SlotsType,
  type VNode,
  defineComponent,
  h,
  shallowRef,
  useId,
} from 'vue'
import type { PayStatus } from '../pay/pay-state.ts'
import { usePay } from '../pay/use-pay.ts'
import { useWeixin } from '../weixin.ts'
import { isBusy, useDrawnStatus } from './drawn-status.ts'
import { type Locale, textsOf } from './texts.ts'

/** Props of `WeixinPayButton`. */
export interface WeixinPayButtonProps {
  /** The order that a tap pays. */
  orderId: string
  /** The language of the texts. @default 'zh' */
  locale?: Locale
  /** Why nothing can be paid now. It is shown, and a tap does nothing. @default none */
  disabledReason?: string | undefined
  /** Place the order when the pointer comes down, before the tap ends. @default false */
  prepare?: boolean
  /** As in `usePay`: leave for the sign-in when the server responds with 401. @default false */
  signIn?: boolean
}

/** Events of `WeixinPayButton`. */
export type WeixinPayButtonEmits = {
  /** The order is paid, also when that is known late. */
  paid: (orderId: string) => void
  /** A tap has come to this status. */
  settled: (status: PayStatus) => void
}

/** Slots of `WeixinPayButton`. */
export type WeixinPayButtonSlots = SlotsType<{
  /** The button's content in place of its label. */
  default: {
    /** How the payment stands. */
    status: PayStatus
    /** The button's own label. */
    label: string
    /** Whether a tap does nothing now. */
    isBusy: boolean
  }
}>

/**
 * A button for one order that shows how its payment stands. Unstyled without `vue-weixin/theme.css`; style it by its
 * classes and by `data-status`. While it is busy it keeps its focus and ignores taps.
 * @example <WeixinPayButton :order-id="order.id" @paid="router.push('/thanks')" />
 */
export const WeixinPayButton: DefineSetupFnComponent<
  WeixinPayButtonProps,
  WeixinPayButtonEmits,
  WeixinPayButtonSlots
> = /* @__PURE__ */ defineComponent(
  (props: WeixinPayButtonProps, { emit, slots }) => {
    const { clock } = useWeixin()
    const payment = usePay({
      signIn: props.signIn ?? false,
      onPaid: (orderId) => emit('paid', orderId),
    })
    const messageId = useId()
    // What is known of another order is not this one's.
    const status = (): PayStatus =>
      payment.orderId.value === props.orderId || payment.error.value?.code === 'order-id-invalid'
        ? payment.status.value
        : 'idle'
    const drawn = useDrawnStatus(status, clock)
    // A tap has queried the server, which still knows of no payment. The next tap pays: it is the same order at WeChat.
    const hasQueried = shallowRef(false)

    async function tap(): Promise<void> {
      if (props.disabledReason || isBusy(status()) || status() === 'paid') return
      const isQuery = status() === 'unconfirmed' && !hasQueried.value
      const settled = await (isQuery ? payment.resume : payment.pay)(props.orderId)
      hasQueried.value = isQuery && payment.error.value?.code === 'unconfirmed'
      emit('settled', settled)
    }

    function press(): void {
      if (props.prepare && !props.disabledReason) void payment.prepare(props.orderId)
    }

    const message = (): string | undefined => {
      if (props.disabledReason) return props.disabledReason
      if (isBusy(drawn.value) || drawn.value === 'idle' || drawn.value === 'paid') return undefined
      const { wasCancelled, notFound } = textsOf(props.locale ?? 'zh')
      if (drawn.value === 'cancelled') return wasCancelled
      if (drawn.value === 'unconfirmed' && hasQueried.value) return notFound
      return payment.error.value?.payerMessage[props.locale ?? 'zh']
    }

    return () => {
      const text = message()
      const isUnpaid = drawn.value === 'unconfirmed' && hasQueried.value
      const label = textsOf(props.locale ?? 'zh')[isUnpaid ? 'cancelled' : drawn.value]
      const busy = isBusy(drawn.value)
      return h('div', { class: 'weixin-pay', 'data-status': drawn.value }, [
        // Always there: a screen reader reads what is added to it.
        h('p', { id: messageId, class: 'weixin-pay-message', role: 'status' }, text),
        h(
          'button',
          {
            type: 'button',
            class: 'weixin-pay-button',
            'data-status': drawn.value,
            'aria-busy': busy,
            'aria-disabled': busy || drawn.value === 'paid' || Boolean(props.disabledReason),
            'aria-describedby': text ? messageId : undefined,
            onClick: tap,
            onPointerdown: press,
          },
          slots.default?.({ status: drawn.value, label, isBusy: busy }) ??
            content(drawn.value, label),
        ),
      ])
    }
  },
  {
    name: 'WeixinPayButton',
    props: {
      orderId: { type: String, required: true },
      locale: { type: String as () => Locale, default: 'zh' },
      disabledReason: { type: String, default: undefined },
      prepare: Boolean,
      signIn: Boolean,
    },
    emits: ['paid', 'settled'],
  },
) as unknown as DefineSetupFnComponent<
  WeixinPayButtonProps,
  WeixinPayButtonEmits,
  WeixinPayButtonSlots
>

const content = (status: PayStatus, label: string): VNode[] => [
  ...(isBusy(status) ? [h('span', { class: 'weixin-spinner', 'aria-hidden': 'true' })] : []),
  ...(status === 'paid' ? [h('span', { class: 'weixin-tick', 'aria-hidden': 'true' })] : []),
  h('span', { class: 'weixin-pay-label' }, label),
]
