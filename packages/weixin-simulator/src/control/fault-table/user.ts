import { fault } from './fault.ts'

const order = {
  type: 'string',
  required: true,
  about: 'A prepay_id, h5_url, code_url or out_trade_no.',
  zh: 'prepay_id、h5_url、code_url 或 out_trade_no',
} as const

/** What the user does, and the phone. */
export const userFaults = {
  'payer-without-money': fault({
    group: 'user',
    label: { en: 'No balance', zh: '零钱为 0' },
    en: 'The payer’s balance is empty; a bank card still pays.',
    zh: '付款人零钱为 0（仍可用银行卡支付）。',
    fields: {
      openid: {
        type: 'string',
        about: 'Whose; default: the phone’s default user.',
        zh: '谁的，默认手机的默认用户',
      },
    },
    run: (simulator, body) =>
      simulator.setBalance(body.openid ?? simulator.users()[0]?.openid ?? '', 0),
  }),
  'snapshot-user': fault({
    group: 'user',
    label: { en: 'Snapshot page', zh: '快照页' },
    en: 'The next sign-ins open a snapshot page: the user is a virtual one until 使用完整服务 is tapped.',
    zh: '接下来的授权进入快照页：用户是虚拟用户，直到点“使用完整服务”。',
    fields: {
      count: {
        type: 'integer',
        min: 1,
        max: 1000,
        about: 'How many sign-ins; default 1.',
        zh: '授权次数，默认 1',
      },
    },
    run: (simulator, body) => simulator.faults.openSnapshots(body.count ?? 1),
  }),
  'paid-after-close': fault({
    group: 'user',
    label: { en: 'Pay after close', zh: '关单后付款' },
    en: 'A payment that was under way succeeds although the merchant closed the order.',
    zh: '订单已关闭后，之前发起的支付仍然成功。',
    fields: { order },
    run: (simulator, body) => simulator.payer.pay(body.order, { evenIfClosed: true }),
  }),
  'paid-on-another-device': fault({
    group: 'user',
    label: { en: 'Pay elsewhere', zh: '在别处付款' },
    en: 'The order is paid elsewhere while its sheet is open.',
    zh: '收银台打开时，订单在其他设备上被支付。',
    fields: { order },
    run: (simulator, body) => simulator.payer.pay(body.order),
  }),
  'user-cancels': fault({
    group: 'user',
    label: { en: 'Cancel', zh: '取消' },
    en: 'The user cancels the open payment sheet, or the next one as soon as it opens.',
    zh: '用户取消当前（或下一个）收银台。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('cancel') }),
  }),
  'payment-fails': fault({
    group: 'user',
    label: { en: 'Fail', zh: '付款失败' },
    en: 'The payment of the open sheet, or of the next one, fails.',
    zh: '当前（或下一个）收银台付款失败。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('fail') }),
  }),
  'answer-lost': fault({
    group: 'user',
    label: { en: 'Lose answer', zh: '丢失回调' },
    en: 'The open sheet, or the next one, goes away and the page is never answered.',
    zh: '当前（或下一个）收银台消失，页面收不到回调。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('lost') }),
  }),
}
