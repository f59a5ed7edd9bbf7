import { KeepAlive, createApp, defineComponent, h, shallowRef, watch } from 'vue'
import {
  type PaymentMethod,
  chooseWXPay,
  createWeixin,
  h5,
  miniProgram,
  qr,
  usePay,
  wecom,
} from '../../../../src/index.ts'

declare global {
  interface Window {
    /** Calls `pay` of the first component without a tap. */
    payByScript: (orderId: string) => void
  }
}

const query = new URLSearchParams(location.search)
const order = query.get('order') ?? ''

/** Records each status of an instance in the tab's storage. `|`: from here on it is another page or component. */
function recorder(instance: number): (status: string) => void {
  const name = `trail-${instance}`
  const before = sessionStorage.getItem(name)
  let trail = before === null ? '' : `${before} | `
  return (status) => {
    trail += trail === '' || trail.endsWith('| ') ? status : ` ${status}`
    sessionStorage.setItem(name, trail)
  }
}

const shop = (instance: number) =>
  defineComponent(() => {
    const { status, error, codeUrl, pay, prepare, resume, reset } = usePay({
      signIn: query.has('signIn'),
    })
    watch(status, recorder(instance), { flush: 'sync', immediate: true })
    window.payByScript ??= (id) => void pay(id)
    const isPrepared = shallowRef(false)
    if (query.has('prepare')) void prepare(order).then(() => (isPrepared.value = true))
    if (query.has('resume')) void resume()
    return () => [
      h('button', { onClick: () => pay(order) }, '支付'),
      h('button', { onClick: () => pay(`${order}b`) }, '支付另一单'),
      h('button', { onClick: reset }, '放弃'),
      h('output', { class: 'status' }, status.value),
      h('output', { class: 'error' }, error.value?.code ?? ''),
      h('output', { class: 'code-url' }, codeUrl.value ?? ''),
      h('output', { class: 'prepared' }, String(isPrepared.value)),
    ]
  })

const methods: Record<string, () => PaymentMethod> = {
  chooseWXPay,
  h5,
  qr,
  wecom,
  miniProgram: () => miniProgram({ page: '/pages/pay/pay' }),
}
const payments = (query.get('payments') ?? '').split(',').flatMap((name) => methods[name]?.() ?? [])

for (const instance of query.has('twice') ? [0, 1] : [0]) {
  const Shop = shop(instance)
  const App = defineComponent(() => {
    const key = shallowRef(0)
    const isShown = shallowRef(true)
    return () => [
      h('button', { onClick: () => key.value++ }, '重建'),
      h('button', { onClick: () => (isShown.value = !isShown.value) }, '切换'),
      h(KeepAlive, { key: key.value }, () => (isShown.value ? h(Shop) : h('i', '别的页面'))),
    ]
  })
  const target = document.body.appendChild(document.createElement('main'))
  createApp(App).use(createWeixin({ payments })).mount(target)
}
