import { expect, test } from 'vitest'
import { payerMessage } from './payer-messages.ts'
import { WeixinClientError } from './weixin-client-error.ts'

test.each([
  ['not-in-weixin', undefined, '请在微信中打开本页面'],
  ['wecom-cannot-pay', undefined, '请在微信中打开本页面'],
  ['timeout', undefined, '网络不稳定，请重试'],
  ['payment-refused', undefined, '支付没有完成'],
  ['unconfirmed', undefined, '支付结果确认中，请勿重复支付'],
  ['sign-in-required', 401, '请先登录'],
  ['order-not-found', 404, '订单不存在'],
  ['snapshot-user', 403, '请先点击右下角「使用完整服务」'],
  ['internal', 500, '系统繁忙，请稍后再试'],
  // Not of koa-weixin, such as the page of a proxy, or of the app under a wrong base.
  ['response-unreadable', 401, '系统繁忙，请稍后再试'],
  ['response-unreadable', 404, '系统繁忙，请稍后再试'],
  ['busy', undefined, '另一笔支付正在进行'],
  // The server's code of the same name: the order is being settled.
  ['busy', 503, '系统繁忙，请稍后再试'],
  ['(', undefined, '系统繁忙，请稍后再试'],
  ['', undefined, '系统繁忙，请稍后再试'],
])('the payer of %s (%s) reads %s', (code, status, zh) => {
  expect(payerMessage(code, status).zh).toBe(zh)
})

test('no message for payers says that a payment failed', () => {
  for (const code of ['unconfirmed', 'unreachable', 'server-unavailable', 'payment-refused']) {
    const { payerMessage } = new WeixinClientError(code)
    expect(payerMessage.zh + payerMessage.en).not.toMatch(/失败|fail/i)
    expect(payerMessage.en).not.toBe('')
  }
})

test('an error keeps what it is given, and only that', () => {
  const cause = new Error('why')
  const error = new WeixinClientError('x', { message: 'm', status: 500, id: 'f00d', cause })
  expect(error).toMatchObject({ code: 'x', message: 'm', status: 500, id: 'f00d', cause })
  expect(error.signIn).toBeUndefined()
  expect(error.name).toBe('WeixinClientError')
})

test('an error is explained, in development builds', () => {
  expect(new WeixinClientError('busy')).toMatchObject({
    actor: 'code',
    meaning: { zh: '另一个订单正在支付。' },
    page: { en: 'docs/client-errors#busy', zh: 'docs/zh/client-errors#busy' },
  })
  // Of the server, which has a code of the same name.
  const page = { en: 'docs/errors#busy' }
  expect(new WeixinClientError('busy', { status: 503, id: 'f00d' })).toMatchObject({ page })
  expect(new WeixinClientError('not-recorded').page).toMatchObject({
    en: 'docs/errors#not-recorded',
  })
})
