import { createApp, defineComponent, h } from 'vue'
import { chooseWXPay, createWeixin, usePay } from 'vue-weixin'
import type { TeaOrder } from '../../../contract.ts'

async function order(): Promise<TeaOrder> {
  const response = await fetch('/api/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ teaId: 'oolong', cups: 1 }),
  })
  return (await response.json()) as TeaOrder
}

const App = defineComponent({
  setup() {
    const { status, error, pay } = usePay()
    const onClick = async (): Promise<unknown> => pay((await order()).id)
    return () => [
      h('button', { onClick }, '付款'),
      h('output', status.value),
      h('output', error.value?.message),
    ]
  },
})

createApp(App)
  .use(createWeixin({ payments: [chooseWXPay()] }))
  .mount('#app')
