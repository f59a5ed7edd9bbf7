import type { TeaOrder } from '../../contract.ts'
import type { Step } from '../parts/OrderTimeline.vue'
import { clockTime } from '../times.ts'

export function orderedStep(order: TeaOrder): Step {
  return {
    title: '待支付',
    evidence: `订单已建立，${order.teaName} × ${order.cups}`,
    time: clockTime(order.createdAt),
    state: 'done',
  }
}

export function payingStep(order: TeaOrder, evidence: string, state: Step['state'] = 'done'): Step {
  return { title: '支付中', evidence, time: order.payingAt && clockTime(order.payingAt), state }
}
