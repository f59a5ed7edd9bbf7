import { setupDevtoolsPlugin } from '@vue/devtools-api'
import { type App, effectScope, watch } from 'vue'
import { createWxConfig } from '../config/wx-config.ts'
import { asClientError } from '../errors/weixin-client-error.ts'
import { type OrderPayment, createPayments } from '../pay/payments.ts'
import type { WeixinContext } from '../weixin.ts'
import { createWxCalls } from '../wx/wx-calls.ts'

const layers = {
  config: { id: 'weixin-config', label: 'wx.config', color: 0x0b62b0 },
  calls: { id: 'weixin-calls', label: 'WeChat JS-SDK', color: 0x0a7548 },
  payments: { id: 'weixin-payments', label: 'WeChat Pay', color: 0xad4700 },
} as const

interface Entry {
  title: string
  /** A second word. */
  subtitle?: string
  data: object
  isError?: boolean
  /** Entries of one call. */
  groupId?: number
}

type Add = (layer: keyof typeof layers, entry: Entry) => void

/** Adds the timeline and fills it from now on. */
export function addTimeline(app: App, weixin: WeixinContext): void {
  const plugin = {
    id: 'vue-weixin',
    label: 'WeChat',
    packageName: 'vue-weixin',
    app: app as never,
  }
  setupDevtoolsPlugin(plugin, (api) => {
    for (const layer of Object.values(layers)) api.addTimelineLayer(layer)
    const add: Add = (layer, { isError = false, data, ...entry }) =>
      api.addTimelineEvent({
        layerId: layers[layer].id,
        event: {
          time: api.now(),
          ...entry,
          data: withoutSecrets(data),
          ...(isError && { logType: 'error' as const }),
        },
      })
    let groups = 0
    const track = (layer: keyof typeof layers, entry: Entry, outcome: Promise<unknown>): void => {
      const groupId = ++groups
      add(layer, { ...entry, groupId })
      outcome.then(
        (result) =>
          add(layer, {
            ...entry,
            subtitle: 'ok',
            data: layer === 'calls' ? { result } : {},
            groupId,
          }),
        (thrown) => {
          const { code, message } = asClientError(thrown)
          add(layer, { ...entry, subtitle: code, data: { code, message }, isError: true, groupId })
        },
      )
    }
    watchConfig(weixin, track)
    weixin
      .part(createWxCalls)
      .observers.add(({ name, native, options, outcome }) =>
        track('calls', { title: name, subtitle: native, data: options }, outcome),
      )
    watchPayments(weixin, add)
  })
}

type Track = (layer: keyof typeof layers, entry: Entry, outcome: Promise<unknown>) => void

function watchConfig(weixin: WeixinContext, track: Track): void {
  const wxConfig = weixin.part(createWxConfig)
  const configure = wxConfig.configure.bind(wxConfig)
  const seen = new WeakSet<Promise<unknown>>()
  wxConfig.configure = (lists) => {
    const outcome = configure(lists)
    // One config that several components share is one entry.
    if (!seen.has(outcome))
      track(
        'config',
        { title: 'wx.config', data: { url: weixin.window?.location.href, ...lists } },
        outcome,
      )
    seen.add(outcome)
    return outcome
  }
}

function watchPayments(weixin: WeixinContext, add: Add): void {
  const payments = weixin.part(createPayments)
  const of = payments.of.bind(payments)
  const seen = new WeakSet<OrderPayment>()
  const scope = effectScope(true)
  payments.of = (orderId) => {
    const payment = of(orderId)
    if (!seen.has(payment))
      scope.run(() =>
        watch(
          payment.state,
          ({ status, error }) =>
            add('payments', {
              title: status,
              subtitle: orderId,
              data: { orderId, status, ...(error && { code: error.code, message: error.message }) },
              isError: status === 'failed',
            }),
          { flush: 'sync' },
        ),
      )
    seen.add(payment)
    return payment
  }
}

/** Signatures have no place in a screenshot of the devtools. */
const withoutSecrets = (data: object): object =>
  Object.fromEntries(
    Object.entries(data).map(([field, value]) => [
      field,
      /sign(ature)?$|openid|ticket|cardExt/i.test(field) ? 'not shown' : value,
    ]),
  )
