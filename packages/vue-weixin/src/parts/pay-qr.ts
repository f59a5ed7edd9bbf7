import {
  type DefineSetupFnComponent,
  type SlotsType,
  type VNode,
  defineComponent,
  h,
  onMounted,
  shallowRef,
  useId,
  watch,
} from 'vue'
import type { Fen } from 'weixin-contract'
import type { PayStatus } from '../pay/pay-state.ts'
import { usePay } from '../pay/use-pay.ts'
import { amount } from './amount.ts'
import { type QrPath, qrPath } from './qr-path.ts'
import { type Locale, type Texts, textsOf } from './texts.ts'

/** Props of `WeixinPayQr`. */
export interface WeixinPayQrProps {
  /** The order that the code pays. It is placed at WeChat when the panel is shown. */
  orderId: string
  /** The sum to show, in fen. The server decides what is paid. @default not shown */
  total?: Fen | undefined
  /** The language of the texts. @default 'zh' */
  locale?: Locale
  /** As in `usePay`: leave for the sign-in when the server responds with 401. @default false */
  signIn?: boolean
}

/** Events of `WeixinPayQr`. */
export type WeixinPayQrEmits = {
  /** The order is paid. */
  paid: (orderId: string) => void
}

/** Slots of `WeixinPayQr`. */
export type WeixinPayQrSlots = SlotsType<{
  /** Below the code, such as the order's number or a link into a simulator. */
  default: {
    /** How the payment stands. */
    status: PayStatus
    /** The text of the QR code, while one is shown. */
    codeUrl: string | null
  }
}>

/**
 * A QR code for payers on a desktop, which turns to “paid” by itself. It needs `qr()` among the payments of
 * `createWeixin`. Unstyled without `vue-weixin/theme.css`. The code is dark on white in dark mode as well, because
 * not every reader takes an inverted one.
 * @example <WeixinPayQr :order-id="order.id" :total="order.total" @paid="router.push('/thanks')" />
 */
export const WeixinPayQr: DefineSetupFnComponent<
  WeixinPayQrProps,
  WeixinPayQrEmits,
  WeixinPayQrSlots
> = /* @__PURE__ */ defineComponent(
  (props: WeixinPayQrProps, { emit, slots }) => {
    const payment = usePay({
      signIn: props.signIn ?? false,
      onPaid: (orderId) => emit('paid', orderId),
    })
    const titleId = useId()
    // It stays, faded, below what it came to.
    const code = shallowRef<QrPath>()
    const pay = (): void => void payment.pay(props.orderId)
    onMounted(pay)
    watch(
      () => props.orderId,
      () => {
        code.value = undefined
        // The payment of the order before would go on and show its code. Once the code is shown, `pay` leaves it by itself;
        // an open sheet is not left.
        const { value } = payment.status
        if (value === 'ordering' || value === 'confirming') payment.reset()
        pay()
      },
    )
    watch(payment.codeUrl, (codeUrl) => {
      if (codeUrl) code.value = qrPath(codeUrl)
    })

    return () => {
      const texts = textsOf(props.locale ?? 'zh')
      const status = payment.status.value
      const { title, hint } = describe(status, {
        texts,
        hasExpired: code.value !== undefined,
        problem: payment.error.value?.payerMessage[props.locale ?? 'zh'],
      })
      const canRetry = status === 'unconfirmed' || status === 'failed' || status === 'cancelled'
      return h(
        'section',
        { class: 'weixin-qr', 'data-status': status, 'aria-labelledby': titleId },
        [
          h('h2', { id: titleId, class: 'weixin-qr-title' }, texts.scanTitle),
          props.total === undefined ? undefined : amount(props.total, texts),
          h('div', { class: 'weixin-qr-frame' }, [
            code.value ? svg(code.value, status === 'paying' ? texts.code : undefined) : undefined,
            status === 'paid'
              ? h('span', { class: 'weixin-tick', 'aria-hidden': 'true' })
              : undefined,
            status === 'ordering' || status === 'confirming'
              ? h('span', { class: 'weixin-spinner', 'aria-hidden': 'true' })
              : undefined,
            canRetry
              ? h(
                  'button',
                  { type: 'button', class: 'weixin-pay-button', onClick: pay },
                  status === 'unconfirmed' ? texts.newCode : texts.failed,
                )
              : undefined,
          ]),
          h('p', { class: 'weixin-qr-state', role: 'status' }, title),
          hint ? h('p', { class: 'weixin-qr-hint' }, hint) : undefined,
          slots.default?.({ status, codeUrl: payment.codeUrl.value }),
        ],
      )
    }
  },
  {
    name: 'WeixinPayQr',
    props: {
      orderId: { type: String, required: true },
      total: { type: Number, default: undefined },
      locale: { type: String as () => Locale, default: 'zh' },
      signIn: Boolean,
    },
    emits: ['paid'],
  },
) as unknown as DefineSetupFnComponent<WeixinPayQrProps, WeixinPayQrEmits, WeixinPayQrSlots>

interface Facts {
  texts: Texts
  /** There was a code. */
  hasExpired: boolean
  /** The payer's message of an error. */
  problem: string | undefined
}

function describe(
  status: PayStatus,
  { texts, hasExpired, problem = '' }: Facts,
): { title: string; hint?: string } {
  switch (status) {
    case 'paying':
      return { title: texts.scan, hint: texts.updates }
    case 'unconfirmed':
      return hasExpired ? { title: texts.expired, hint: texts.maybePaid } : { title: problem }
    case 'paid':
    case 'confirming':
      return { title: texts[status] }
    case 'failed':
    case 'cancelled':
      return { title: problem }
    default:
      return { title: texts.making }
  }
}

/** @param label undefined: nobody should scan it any more */
const svg = ({ size, path }: QrPath, label: string | undefined): VNode =>
  h(
    'svg',
    {
      class: 'weixin-qr-code',
      ...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' }),
      viewBox: `0 0 ${size} ${size}`,
      'shape-rendering': 'crispEdges',
    },
    [
      h('path', { d: `M0 0h${size}v${size}H0z`, fill: '#fff' }),
      h('path', { d: path, fill: '#111' }),
    ],
  )
