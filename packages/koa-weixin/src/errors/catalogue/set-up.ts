import type { Entry } from './entry.ts'

export type SetUpErrorCode = 'option-invalid' | 'merchant-missing' | 'internal'

/** How the instance was set up. */
export const setUpErrors: Record<SetUpErrorCode, Entry> = {
  'option-invalid': {
    status: 500,
    actor: 'code',
    message: 'An option given to createWeixin cannot work.',
    remedy: {
      en: 'Correct the option that the detail names.',
      zh: '按 detail 中指出的选项修改配置。',
    },
  },
  'merchant-missing': {
    status: 500,
    actor: 'code',
    message: 'A payment was asked for, but createWeixin got no `merchant` or no `orders`.',
    remedy: {
      en: 'Give createWeixin both `merchant` and `orders`.',
      zh: '请给 createWeixin 同时传入 merchant 和 orders。',
    },
  },
  internal: {
    status: 500,
    actor: 'code',
    message: 'The app failed while it answered.',
    remedy: {
      en: "See the cause in the server's log; the id names it.",
      zh: '请凭 id 在服务器日志中查看原因。',
    },
  },
}
