import type { Entry } from './entry.ts'

/** Codes of verifying notifications. */
export type NotificationErrorCode =
  | 'body-eaten'
  | 'body-too-large'
  | 'body-too-slow'
  | 'body-cut'
  | 'overloaded'
  | 'header-missing'
  | 'timestamp-stale'
  | 'serial-unknown'
  | 'signature-wrong'
  | 'notification-malformed'
  | 'tag-wrong'
  | 'api-v2-key-missing'
  | 'refund-still-running'
  | 'notification-unhandled'

/** Verifying and decrypting a notification, in the order of the checks. */
export const notificationErrors: Record<NotificationErrorCode, Entry> = {
  'body-eaten': {
    status: 500,
    actor: 'code',
    message:
      'A body parser in front of notify read the notification and left nothing of its bytes.',
    messageZh: 'notify 之前的请求体解析中间件读走了通知，且没有保留原文。',
    remedy: {
      en: 'Change the line to app.use(koaBody({ includeUnparsed: true })), use @koa/bodyparser, or mount notify before the parser (in Express and Nest before express.json()).',
      zh: '请改为 app.use(koaBody({ includeUnparsed: true }))，或使用 @koa/bodyparser，或把 notify 挂载在解析器之前（Express、Nest 中为 express.json() 之前）。',
    },
  },
  'body-too-large': {
    status: 413,
    actor: 'weixin',
    message: 'The body is larger than any notification.',
    messageZh: '请求体大于任何微信通知。',
    remedy: {
      en: 'There is nothing to do: it was not sent by WeChat.',
      zh: '无需处理：该请求不是微信的通知。',
    },
  },
  'body-too-slow': {
    status: 408,
    actor: 'weixin',
    message: 'The body was not complete after 5 s.',
    messageZh: '请求体在 5 秒内没有接收完整。',
    remedy: {
      en: 'There is nothing to do: WeChat sends a notification at once, and retries.',
      zh: '无需处理：微信会一次性发送通知内容，并会重试。',
    },
  },
  'body-cut': {
    status: 400,
    actor: 'weixin',
    message: 'The connection ended before the body was complete.',
    messageZh: '请求体接收完整之前连接已断开。',
    remedy: { en: 'There is nothing to do: WeChat retries.', zh: '无需处理：微信会重新通知。' },
  },
  overloaded: {
    status: 503,
    actor: 'weixin',
    message:
      'Too many bodies that nobody has verified yet were being received, so the oldest was dropped.',
    messageZh: '同时接收的未验签请求体过多，最早的一个已被丢弃。',
    remedy: {
      en: 'Nothing to do: WeChat notifies again. If it stays, limit requests to the notify address in front of the server.',
      zh: '无需处理：微信会重新通知。若持续出现，请在服务器前对通知地址限流。',
    },
  },
  'header-missing': {
    status: 401,
    actor: 'weixin',
    message: 'A Wechatpay-* header is missing, doubled or malformed.',
    messageZh: 'Wechatpay-* 请求头缺失、重复或格式不正确。',
    remedy: {
      en: 'Let your proxy pass all Wechatpay-* headers.',
      zh: '请让代理透传所有 Wechatpay-* 头。',
    },
  },
  'timestamp-stale': {
    status: 401,
    actor: 'weixin',
    message: "The message was signed more than 300 seconds away from this server's clock.",
    messageZh: '消息的签名时间与服务器时间相差超过 300 秒。',
    remedy: { en: "Set the server's clock (NTP).", zh: '请校准服务器时间（NTP）。' },
  },
  'serial-unknown': {
    status: 401,
    actor: 'console',
    message:
      'The message was signed with a key that is neither in `merchant.publicKeys` nor in a certificate.',
    messageZh: '消息的签名密钥既不在 merchant.publicKeys 中，也不是平台证书。',
    remedy: {
      en: 'Copy the WeChat Pay public key and its id from 商户平台 → 账户中心 → API安全; while certificates are still in use, set `merchant.platformCertificates` to `download`.',
      zh: '请在 商户平台 → 账户中心 → API安全 复制微信支付公钥及其 ID；若仍在使用平台证书，请把 merchant.platformCertificates 设为 download。',
    },
  },
  'signature-wrong': {
    status: 401,
    actor: 'weixin',
    message: 'The signature does not match the message.',
    messageZh: '签名与消息内容不符。',
    remedy: {
      en: 'Check that nothing changes the body on its way, and that the public key (v2: the APIv2 key and the sign type) belongs to this merchant.',
      zh: '请检查请求体在途中是否被改动，以及公钥（v2：APIv2密钥与签名类型）是否属于本商户。',
    },
  },
  'notification-malformed': {
    status: 400,
    actor: 'weixin',
    message: 'The notification lacks a field or has the wrong form.',
    messageZh: '通知缺少字段或格式不正确。',
    remedy: { en: 'See the field in the detail.', zh: '请查看 detail 中指出的字段。' },
  },
  'tag-wrong': {
    status: 400,
    actor: 'console',
    message: 'The encrypted part of the notification cannot be decrypted.',
    messageZh: '通知中的密文无法解密。',
    remedy: {
      en: 'Check `merchant.apiV3Key` (XML: `merchant.apiV2Key`) against 商户平台 → 账户中心 → API安全.',
      zh: '请核对 merchant.apiV3Key（XML 通知：merchant.apiV2Key）与 商户平台 → 账户中心 → API安全 中的密钥是否一致。',
    },
  },
  'api-v2-key-missing': {
    status: 501,
    actor: 'code',
    message:
      'A refund notification came as v2 XML, and there is no `merchant.apiV2Key` to decrypt it.',
    messageZh: '收到 v2 XML 格式的退款通知，但没有 merchant.apiV2Key 可用于解密。',
    remedy: {
      en: 'Give `merchant.apiV2Key` (商户平台 → 账户中心 → API安全 → APIv2密钥): WeChat notifies in this form of refunds that are made in the console.',
      zh: '请配置 merchant.apiV2Key（商户平台 → 账户中心 → API安全 → APIv2密钥）：在商户平台发起的退款以 v2 XML 通知。',
    },
  },
  'refund-still-running': {
    status: 503,
    actor: 'weixin',
    message:
      'The notification reports a finished refund, but the query returns that it is still processing.',
    messageZh: '通知称退款已结束，但查询结果仍为处理中。',
    remedy: { en: 'There is nothing to do: WeChat retries.', zh: '无需处理：微信会重新通知。' },
  },
  'notification-unhandled': {
    status: 501,
    actor: 'code',
    message:
      'A verified notification of another product came, and there is no `onNotification` to handle it.',
    messageZh: '收到其他产品的通知且验签通过，但没有配置 onNotification。',
    remedy: {
      en: 'Give createWeixin an `onNotification` that handles it.',
      zh: '请为 createWeixin 配置 onNotification 处理该通知。',
    },
  },
}
