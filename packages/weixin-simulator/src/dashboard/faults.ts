import type { Controls } from '../control/controls.ts'
import type { Context } from '../context.ts'

/** A fault that a button of the dashboard causes. */
export interface DashboardFault {
  name: string
  /** Who misbehaves. */
  group: 'notification' | 'weixin' | 'user'
  en: string
  zh: string
  /** What the app has to survive. */
  explanation: { en: string; zh: string }
  /** Arms the fault for the next event, or disarms it when it is armed. */
  toggle: () => unknown
  /** True while it waits for the next event; false also where the fault happens at once. */
  isArmed: () => boolean
}

/** The faults that can be caused from the dashboard; `simulator.faults` has them with all their options. */
export function dashboardFaults(context: Context, controls: Controls): DashboardFault[] {
  const { sheets } = context.phone
  const { payFaults } = context.overrides
  const failing = (response: 'system-error' | 'bad-gateway' | 'hang' | 'reset') => {
    const find = () => payFaults.find((fault) => fault.path === '/' && fault.response === response)
    return {
      isArmed: () => find() !== undefined,
      toggle: () => {
        const armed = find()
        if (armed) payFaults.splice(payFaults.indexOf(armed), 1)
        else controls.faults.failPay({ path: '/', response })
      },
    }
  }
  const sheet = (outcome: 'cancel' | 'fail' | 'lost') => ({
    isArmed: () => sheets.armed() === outcome,
    toggle: () => (sheets.armed() === outcome ? sheets.disarm() : sheets.arm(outcome)),
  })
  const atOnce = (toggle: () => unknown) => ({ isArmed: () => false, toggle })
  return [
    {
      name: 'lose-notification',
      group: 'notification',
      en: 'Lose',
      zh: '丢失',
      explanation: {
        en: 'The next notification never arrives; WeChat repeats it 15 s later.',
        zh: '下一条通知不会到达，微信 15 秒后重发。',
      },
      isArmed: () => context.deliveries.toLose() > 0,
      toggle: () => controls.notifications.lose(context.deliveries.toLose() > 0 ? 0 : 1),
    },
    {
      name: 'probe-notification',
      group: 'notification',
      en: 'Wrong signature',
      zh: '错误签名',
      explanation: {
        en: 'The next notification carries a wrong signature, as WeChat’s own probes do: your app has to refuse it.',
        zh: '下一条通知带错误签名（微信会这样探测）：应用必须拒绝。',
      },
      ...atOnce(() => controls.faults.probe({ notifications: 1 })),
    },
    {
      name: 'pay-system-error',
      group: 'weixin',
      en: 'Error 500',
      zh: '500 错误',
      explanation: {
        en: 'The next call of WeChat Pay answers 500 SYSTEM_ERROR and does nothing.',
        zh: '下一次微信支付调用返回 500 SYSTEM_ERROR，且未执行。',
      },
      ...failing('system-error'),
    },
    {
      name: 'pay-bad-gateway',
      group: 'weixin',
      en: '502 in HTML',
      zh: '502 网页',
      explanation: {
        en: 'The next call of WeChat Pay answers a proxy’s page instead of JSON.',
        zh: '下一次微信支付调用返回代理的 HTML，而不是 JSON。',
      },
      ...failing('bad-gateway'),
    },
    {
      name: 'pay-reset',
      group: 'weixin',
      en: 'Cut the line',
      zh: '断开连接',
      explanation: {
        en: 'The connection of the next call of WeChat Pay breaks: whether it acted is not known.',
        zh: '下一次微信支付调用的连接中断：不知道是否已执行。',
      },
      ...failing('reset'),
    },
    {
      name: 'retire-tokens',
      group: 'weixin',
      en: 'Kick token',
      zh: '踢掉 token',
      explanation: {
        en: 'Each access_token so far is refused (40001), as when another server fetched its own.',
        zh: '之前的 access_token 全部失效（40001），如同另一台服务器重新获取过。',
      },
      ...atOnce(() => controls.faults.retireTokens()),
    },
    {
      name: 'retire-ticket',
      group: 'weixin',
      en: 'Replace ticket',
      zh: '更换 ticket',
      explanation: {
        en: 'Page signatures of the present jsapi_ticket are refused from now on.',
        zh: '用当前 jsapi_ticket 做的页面签名从现在起失效。',
      },
      ...atOnce(() => controls.faults.retireTicket()),
    },
    {
      name: 'user-cancels',
      group: 'user',
      en: 'Cancel',
      zh: '取消',
      explanation: {
        en: 'The open payment sheet, or the next one, ends as if the user gave up.',
        zh: '当前（或下一个）收银台按用户放弃付款结束。',
      },
      ...sheet('cancel'),
    },
    {
      name: 'payment-fails',
      group: 'user',
      en: 'Fail',
      zh: '付款失败',
      explanation: {
        en: 'The open payment sheet, or the next one, ends with a failed payment.',
        zh: '当前（或下一个）收银台按付款失败结束。',
      },
      ...sheet('fail'),
    },
    {
      name: 'answer-lost',
      group: 'user',
      en: 'Lose the answer',
      zh: '丢失回调',
      explanation: {
        en: 'The sheet goes away and the page is never answered: it has to ask your server.',
        zh: '收银台消失，页面永远收不到回调：页面要去询问服务器。',
      },
      ...sheet('lost'),
    },
  ]
}
