import {
  type DefineSetupFnComponent,
  defineComponent,
  h,
  onBeforeUnmount,
  onMounted,
  shallowRef,
  useId,
  watch,
} from 'vue'
import type { Fen } from 'weixin-contract'
import { usePay } from '../pay/use-pay.ts'
import { useWeixin } from '../weixin.ts'
import { amount } from './amount.ts'
import { isBusy } from './drawn-status.ts'
import { type Locale, textsOf } from './texts.ts'

/** Props of `WeixinPayReturn`. */
export interface WeixinPayReturnProps {
  /** The order that was being paid. @default the one in the address (`?weixinOrder=`), else the last one of this tab */
  orderId?: string | undefined
  /** The sum to show, in fen. @default not shown */
  total?: Fen | undefined
  /** The language of the texts. @default 'zh' */
  locale?: Locale
}

/** Events of `WeixinPayReturn`. */
export type WeixinPayReturnEmits = {
  /** The order is paid; the dialog has closed. */
  paid: (orderId: string) => void
  /** The payer has closed the dialog without choosing. */
  close: () => void
}

/**
 * The dialog for payers who come back from WeChat's H5 page, which comes back whether they have paid or not. Both of its
 * buttons query the order first: nothing is paid twice, and nothing is called paid that is not. Shows nothing while there
 * is no payment to query. Unstyled without `vue-weixin/theme.css`.
 * @example <WeixinPayReturn :total="order.total" @paid="router.push('/thanks')" />
 */
export const WeixinPayReturn: DefineSetupFnComponent<WeixinPayReturnProps, WeixinPayReturnEmits> =
  /* @__PURE__ */ defineComponent(
    (props: WeixinPayReturnProps, { emit }) => {
      const { window } = useWeixin()
      const payment = usePay({ onPaid: (orderId) => emit('paid', orderId) })
      const dialog = shallowRef<HTMLDialogElement>()
      const isClosed = shallowRef(false)
      // A payer who says that it is done wants to know why it is not.
      const hasAnswered = shallowRef(false)
      const [titleId, hintId] = [useId(), useId()]

      const query = (): void => void payment.resume(props.orderId)

      function confirmDone(): void {
        hasAnswered.value = true
        query()
      }

      async function again(): Promise<void> {
        const orderId = props.orderId ?? payment.orderId.value
        if (!orderId || (await payment.resume(orderId)) === 'paid') return
        await payment.pay(orderId)
      }

      // A browser may bring the page back as it was left.
      const onShow = (event: Event): void => {
        if (!('persisted' in event) || !event.persisted) return
        isClosed.value = false
        query()
      }
      onMounted(() => {
        query()
        window?.addEventListener?.('pageshow', onShow)
      })
      onBeforeUnmount(() => window?.removeEventListener?.('pageshow', onShow))

      // iOS 14 has no such dialogs: there it stands over the page without making it inert.
      watch(dialog, (element) => {
        if (!element || element.open) return
        if (typeof element.showModal === 'function') element.showModal()
        else element.setAttribute('open', '')
      })

      function close(): void {
        isClosed.value = true
        emit('close')
      }

      function hint(): string {
        const { returnHint } = textsOf(props.locale ?? 'zh')
        if (payment.status.value === 'unconfirmed' && !hasAnswered.value) return returnHint
        return payment.error.value?.payerMessage[props.locale ?? 'zh'] ?? returnHint
      }

      return () => {
        const status = payment.status.value
        if (isClosed.value || status === 'idle' || status === 'paid') return undefined
        const texts = textsOf(props.locale ?? 'zh')
        const busy = isBusy(status)
        const button = (className: string, text: string, run: () => void) =>
          h(
            'button',
            {
              type: 'button',
              class: className,
              'aria-busy': busy,
              'aria-disabled': busy,
              onClick: () => !busy && run(),
            },
            text,
          )
        return h(
          'dialog',
          {
            ref: dialog,
            class: 'weixin-return',
            'data-status': status,
            'aria-labelledby': titleId,
            'aria-describedby': hintId,
            onClose: close,
          },
          [
            h('h2', { id: titleId, class: 'weixin-return-title' }, texts.returnTitle),
            props.total === undefined ? undefined : amount(props.total, texts),
            h(
              'p',
              { id: hintId, class: 'weixin-return-hint', role: 'status' },
              busy ? texts.confirming : hint(),
            ),
            button('weixin-pay-button', texts.done, confirmDone),
            button('weixin-plain-button', texts.again, () => void again()),
          ],
        )
      }
    },
    {
      name: 'WeixinPayReturn',
      props: {
        orderId: { type: String, default: undefined },
        total: { type: Number, default: undefined },
        locale: { type: String as () => Locale, default: 'zh' },
      },
      emits: ['paid', 'close'],
    },
  ) as unknown as DefineSetupFnComponent<WeixinPayReturnProps, WeixinPayReturnEmits>
