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

export function paidStep(order: TeaOrder): Step {
  return {
    title: '已支付',
    evidence: '微信支付结果已验签，金额一致',
    time: order.paidAt && clockTime(order.paidAt),
    state: 'done',
  }
}

export function cancelledStep(order: TeaOrder): Step {
  return {
    title: '已取消',
    evidence: order.cancelledAt ? '由你取消' : '逾时自动取消',
    time: clockTime(order.cancelledAt ?? order.payBefore),
    state: 'now',
  }
}

/** All of the money, or a part of it. */
export function refundedStep(order: TeaOrder): Step {
  const isAll = order.refunded >= order.total
  return {
    title: isAll ? '已退款' : '部分退款',
    evidence: `¥${(order.refunded / 100).toFixed(2)} 已原路退回`,
    time: order.refundedAt && clockTime(order.refundedAt),
    state: 'done',
  }
}
