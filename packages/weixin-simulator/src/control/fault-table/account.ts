import { fault } from './fault.ts'

/** What happens to the Official Account. */
export const accountFaults = {
  'token-replaced': fault({
    group: 'account',
    label: { en: 'Replace token', zh: '更换 token' },
    en: 'Another server fetched an access_token: all that were given out are refused (40001).',
    zh: '其他服务器刷新了 access_token，之前的全部失效（40001）。',
    fields: {},
    run: (simulator) => simulator.faults.retireTokens(),
  }),
  'ticket-replaced': fault({
    group: 'account',
    label: { en: 'Replace ticket', zh: '更换 ticket' },
    en: 'The jsapi_ticket is replaced: page signatures made with the old one are refused.',
    zh: 'jsapi_ticket 被更换，用旧票据的页面签名失效。',
    fields: {},
    run: (simulator) => simulator.faults.retireTicket(),
  }),
  'quota-used-up': fault({
    group: 'account',
    label: { en: 'Use up quota', zh: '用尽次数' },
    en: 'The quota of token, stable_token and getticket is used up for the day (45009).',
    zh: 'token、stable_token、getticket 的当日调用次数用尽（45009）。',
    fields: {},
    run: (simulator) => simulator.faults.setQuotas({ token: 0, stable_token: 0, getticket: 0 }),
  }),
  'address-not-allowed': fault({
    group: 'account',
    label: { en: 'Block address', zh: '不在白名单' },
    en: 'The server’s address is not on the IP allowlist (40164).',
    zh: '服务器 IP 不在白名单内（40164）。',
    fields: {},
    run: (simulator) => simulator.faults.setAllowlist([]),
  }),
  'sign-in-refused': fault({
    group: 'account',
    label: { en: 'Refuse sign-in', zh: '拒绝授权' },
    en: 'Every authorize link leads to an error page of the account.',
    zh: '所有授权链接都显示公众号的错误页。',
    fields: {
      page: {
        type: 'integer',
        min: 10_004,
        max: 10_009,
        about:
          '10004 banned, 10005 no scope, 10006 sandbox account, 10009 too often; default 10004.',
        zh: '10004 封禁，10005 无 scope 权限，10006 测试号未关注，10009 操作太频繁；默认 10004',
      },
    },
    run: (simulator, body) => {
      const { page = 10_004 } = body
      if (page !== 10_004 && page !== 10_005 && page !== 10_006 && page !== 10_009)
        throw new TypeError('page must be one of 10004, 10005, 10006, 10009')
      simulator.faults.showAuthorizePage(page)
    },
  }),
}
