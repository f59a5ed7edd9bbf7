import type { Text } from '../errors/catalogue/entry.ts'
import type { LaunchFacts, LaunchRow } from './launch.ts'

type Seen = Pick<LaunchRow, 'status' | 'evidence'>

/** A row, and what of the configuration or of the checks shows it. */
interface Row {
  id: string
  requirement: Text
  look: (facts: LaunchFacts) => Seen
}

const shown = (en: string, zh: string): Seen => ({ status: 'shown', evidence: { en, zh } })
const byHand = (en: string, zh: string): Seen => ({ status: 'by-hand', evidence: { en, zh } })
const missing = (en: string, zh: string): Seen => ({ status: 'missing', evidence: { en, zh } })

/** Shown by a check that is ok; a check that was skipped leaves it to a person. */
function byCheck({ check }: LaunchFacts, id: string, how: Text): Seen {
  const found = check(id)
  if (found?.status === 'ok' || found?.status === 'warning')
    return shown(`doctor, ${id}: ${found.text.en}`, `doctor 的 ${id}：${found.text.zh}`)
  if (found?.status === 'failed')
    return missing(`doctor, ${id}: ${found.text.en}`, `doctor 的 ${id}：${found.text.zh}`)
  return byHand(how.en, how.zh)
}

const unknownHandlers = byHand(
  "The environment does not show the app's functions: name its configuration with --config.",
  '环境变量中看不到应用的处理函数，请用 --config 指定应用的配置文件。',
)

export const launchTable: readonly Row[] = [
  {
    id: 'notify-reachable',
    requirement: {
      en: 'notify_url is a public https address without a query, behind no login',
      zh: 'notify_url 为公网 https 地址，不带参数，不需要登录',
    },
    look: (facts) =>
      facts.context.isSimulated
        ? byHand(
            'endpoints names a simulator: run the doctor on the server, with its own configuration.',
            'endpoints 指向模拟器：请在服务器上用正式配置执行 doctor。',
          )
        : byCheck(facts, 'notify', {
            en: 'Run the doctor without --offline, with the app running.',
            zh: '请在应用运行时执行 doctor（不带 --offline）。',
          }),
  },
  {
    id: 'notify-verified',
    requirement: {
      en: 'Notifications are verified before they are read; forged ones and probes are refused',
      zh: '通知先验签再处理，伪造通知和签名探测流量均被拒绝',
    },
    look: (facts) =>
      byCheck(facts, 'notify', {
        en: 'weixin-simulator trigger notification-forged --forgery other-key: the app answers 401.',
        zh: '用 weixin-simulator trigger notification-forged --forgery other-key 验证：应用应答 401。',
      }),
  },
  {
    id: 'notify-idempotent',
    requirement: {
      en: 'Repeated and concurrent notifications of one payment change the order once',
      zh: '重复、并发的通知只处理一次（幂等）',
    },
    look({ context: { settings }, check }) {
      if (!settings.orders) return missing('There are no orders in the options.', '未配置 orders。')
      const lock = check('lock')
      if (settings.cache && lock?.status === 'failed')
        return missing('The lock of the cache does not work.', '缓存的锁不可用。')
      return byHand(
        `One settlement of an order runs at a time (${settings.cache?.lock ? 'cache.lock' : 'in this process'}), and a transaction that order.transactionId names runs nothing. Show that onPaid is a conditional update: weixin-simulator trigger notification-doubled, then pay.`,
        `同一订单的处理串行执行（${settings.cache?.lock ? 'cache.lock' : '进程内'}），order.transactionId 已是该交易时不再执行。请验证 onPaid 为条件更新：weixin-simulator trigger notification-doubled 后支付一次。`,
      )
    },
  },
  {
    id: 'notify-answered',
    requirement: {
      en: 'Notifications are answered within 5 seconds: 200 or 204 once recorded, 4xx or 5xx otherwise',
      zh: '5 秒内应答通知：入账后应答 200/204，否则应答 4xx/5xx',
    },
    look: ({ context: { settings } }) =>
      settings.inbox
        ? shown(
            'The option inbox acknowledges as soon as the notification is stored.',
            '已配置 inbox，落盘后立即应答。',
          )
        : shown(
            'koa-weixin answers after onPaid, at the latest after 4.5 s with an error, so that WeChat notifies again.',
            'koa-weixin 在 onPaid 完成后应答，最迟 4.5 秒时以错误应答，由微信重新通知。',
          ),
  },
  {
    id: 'query-after-no-notification',
    requirement: {
      en: 'Orders without a notification are queried',
      zh: '未收到通知时主动查单',
    },
    look: () =>
      byHand(
        'The page queries after each payment. Run reconcile(weixin, { pending }) every 30 s for the rest; show it: weixin-simulator trigger notification-lost --count 99, pay, and see the order become paid.',
        '页面支付后会自动查单；其余订单请每 30 秒运行 reconcile(weixin, { pending })。验证：weixin-simulator trigger notification-lost --count 99 后支付，订单应变为已支付。',
      ),
  },
  {
    id: 'amount-compared',
    requirement: {
      en: "The amount, the merchant and the attempt are compared with the app's own order",
      zh: '核对通知中的金额、商户号、订单号与自有订单一致',
    },
    look: ({ context: { settings, areHandlersKnown } }) =>
      settings.orders?.onUnexpectedPayment || !areHandlersKnown
        ? shown(
            'settle compares them; orders.onUnexpectedPayment decides about the rest.',
            '由 settle 核对；不一致时由 orders.onUnexpectedPayment 决定。',
          )
        : shown(
            'settle compares them; what does not fit is refused and reported by onAlert (there is no orders.onUnexpectedPayment).',
            '由 settle 核对；不一致时拒绝并告警（未配置 orders.onUnexpectedPayment）。',
          ),
  },
  {
    id: 'page-is-no-evidence',
    requirement: {
      en: "The page's ok is no evidence of a payment",
      zh: '前端返回的 ok 不作为支付成功的依据',
    },
    look: () =>
      shown(
        'vue-weixin asks the server; the server queries WeChat Pay. The order is marked in orders.onPaid alone.',
        'vue-weixin 以服务端查单结果为准；仅在 orders.onPaid 中标记已支付。',
      ),
  },
  {
    id: 'close-before-reorder',
    requirement: {
      en: 'An open order is closed before another is placed for the same goods',
      zh: '重新下单前先关闭旧订单，避免重复支付',
    },
    look: () =>
      shown(
        'createPayment queries and closes the open attempt before it places the next one; a close that is not finished opens nothing.',
        'createPayment 在重新下单前查单并关闭旧订单；关单未完成时不会另开订单。',
      ),
  },
  {
    id: 'same-number-retried',
    requirement: {
      en: 'A call without an answer is repeated with the same out_trade_no or out_refund_no',
      zh: '请求无应答时用原商户订单号或退款单号重试',
    },
    look: ({ context: { settings } }) =>
      shown(
        `The n-th out_trade_no of an order is computed, so every process repeats the same. Backup host: ${settings.endpoints.payBackup ?? 'none (endpoints)'}.`,
        `第 n 个商户订单号由订单计算得出，各进程重试时一致。备用域名：${settings.endpoints.payBackup ?? '无（endpoints）'}。`,
      ),
  },
  {
    id: 'responses-verified',
    requirement: {
      en: "WeChat Pay's responses are verified too",
      zh: '对微信支付的应答验签',
    },
    look: (facts) =>
      byCheck(facts, 'merchant-query', {
        en: 'Run the doctor without --offline.',
        zh: '请执行 doctor（不带 --offline）。',
      }),
  },
  {
    id: 'keys-rotated',
    requirement: {
      en: 'Keys and certificates can be changed without an outage',
      zh: '密钥与证书可平滑更换',
    },
    look(facts) {
      const { merchant } = facts.context.settings
      if (merchant?.api !== 'v3')
        return byHand(
          'API v2 has one key: change it at a quiet hour, in the console and in the options at once.',
          'API v2 只有一个密钥：请在低峰时段同时修改后台和选项。',
        )
      const found = facts.check('platform-keys')
      if (found?.status === 'warning') return missing(found.text.en, found.text.zh)
      return byHand(
        'weixin-simulator trigger key-rotated with platformCertificates: download; with public keys, list the old and the new id in merchant.publicKeys while both are in use.',
        '平台证书模式可用 weixin-simulator trigger key-rotated 验证；公钥模式更换期间在 merchant.publicKeys 中同时列出新旧公钥 ID。',
      )
    },
  },
  {
    id: 'refunds-queried',
    requirement: {
      en: 'A refund counts only when its result came by notification or query',
      zh: '退款结果以退款通知或退款查询为准',
    },
    look({ context: { settings, areHandlersKnown } }) {
      if (!areHandlersKnown) return unknownHandlers
      return settings.orders?.onRefunded
        ? byHand(
            'orders.onRefunded records results; query those that stay PROCESSING with refunds.find. Show it: weixin-simulator trigger refunds-end --status ABNORMAL, then refund.',
            'orders.onRefunded 记录结果；长时间处理中的用 refunds.find 查询。验证：weixin-simulator trigger refunds-end --status ABNORMAL 后退款。',
          )
        : byHand(
            'There is no orders.onRefunded: refunds made in the console are acknowledged and reach the app by no other way. Give it, or show that the app does not need it.',
            '未配置 orders.onRefunded：在商户平台发起的退款不会通知到应用。请配置，或说明无需处理。',
          )
    },
  },
  {
    id: 'bills-compared',
    requirement: {
      en: 'The bill of the day before is downloaded after 10:00 and compared',
      zh: '每日 10:00 后下载前一日账单并对账',
    },
    look: () =>
      byHand(
        'A daily job with weixin.bills.trades and weixin.bills.fundFlow. Show it with a day of payments at the simulator: weixin-simulator call advance --advance 86400.',
        '用 weixin.bills.trades 和 weixin.bills.fundFlow 建立每日任务；可在模拟器中用 weixin-simulator call advance --advance 86400 验证。',
      ),
  },
  {
    id: 'alerts-seen',
    requirement: {
      en: 'A person is notified of refused and unexpected payments',
      zh: '异常支付有人收到告警',
    },
    look({ context: { settings, areHandlersKnown } }) {
      if (!areHandlersKnown) return unknownHandlers
      return settings.onAlert
        ? shown('The option onAlert is given.', '已配置 onAlert。')
        : byHand(
            'There is no onAlert: alerts are in the log alone. Give it, or show that the log is watched.',
            '未配置 onAlert：告警只写入日志，请配置 onAlert 或监控日志。',
          )
    },
  },
  {
    id: 'secrets-on-the-server',
    requirement: {
      en: 'Keys stay on the server, in no repository and in no page',
      zh: '密钥只保存在服务端，不进代码仓库和前端',
    },
    look: () =>
      byHand(
        'Search repository and built pages for the APIv3 key, the AppSecret and BEGIN PRIVATE KEY.',
        '请在代码仓库和前端构建产物中搜索 APIv3密钥、AppSecret 和 BEGIN PRIVATE KEY。',
      ),
  },
  {
    id: 'clock-kept',
    requirement: { en: "The server's clock is kept by NTP", zh: '服务器时间由 NTP 校准' },
    look: (facts) =>
      byCheck(facts, 'clock', {
        en: 'chronyc tracking, or timedatectl.',
        zh: '执行 chronyc tracking 或 timedatectl 查看。',
      }),
  },
  {
    id: 'one-fen',
    requirement: {
      en: 'One payment of 1 fen with each trade type, on a real phone, and its refund',
      zh: '每种交易类型用真机支付 1 分钱并退款',
    },
    look: ({ context: { settings } }) =>
      byHand(
        `Trade types: ${[...settings.tradeTypes].join(', ')}. It also proves the APIv3 key in public-key mode, and the directories in the console. Open ${settings.origin}${settings.base}/doctor on the phone first.`,
        `交易类型：${[...settings.tradeTypes].join('、')}。公钥模式下也由此验证 APIv3密钥 和支付授权目录。请先在手机微信中打开 ${settings.origin}${settings.base}/doctor。`,
      ),
  },
]
