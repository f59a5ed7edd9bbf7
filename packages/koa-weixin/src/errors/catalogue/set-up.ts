import type { Entry } from './entry.ts'

/** Codes of setting up. */
export type SetUpErrorCode = 'option-invalid' | 'merchant-missing' | 'internal'

/** Setting up an instance, and the app's own failures. */
export const setUpErrors: Record<SetUpErrorCode, Entry> = {
  'option-invalid': {
    status: 500,
    actor: 'code',
    message: 'An option of createWeixin is missing, unknown or invalid.',
    messageZh: 'createWeixin 的某个选项缺失、拼写有误或取值不合法。',
    remedy: {
      en: 'Correct the option that the detail names.',
      zh: '请按 detail 的提示修改 createWeixin 的对应选项。',
    },
  },
  'merchant-missing': {
    status: 500,
    actor: 'code',
    message: 'A payment call was made, but createWeixin was given no `merchant` or no `orders`.',
    messageZh: '发起了支付调用，但 createWeixin 没有配置 merchant 或 orders。',
    remedy: {
      en: 'Give createWeixin both `merchant` and `orders`.',
      zh: '请为 createWeixin 同时配置 merchant 和 orders。',
    },
  },
  internal: {
    status: 500,
    actor: 'code',
    message: 'The app failed while it handled the request.',
    messageZh: '应用处理该请求时出错。',
    remedy: {
      en: "Find the cause in the server's log by the id of the error.",
      zh: '请根据错误 id 在服务端日志中查看原因（cause）。',
    },
  },
}
