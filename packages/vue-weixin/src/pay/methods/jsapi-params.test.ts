import { expect, test } from 'vitest'
import { readReply } from './jsapi-params.ts'

test.each([
  [{ err_msg: 'get_brand_wcpay_request:ok' }, 'ok'],
  [{ err_msg: 'get_brand_wcpay_request:OK' }, 'ok'],
  [{ errMsg: 'chooseWXPay:ok' }, 'ok'],
  [{ err_msg: 'get_brand_wcpay_request:cancel' }, 'cancel'],
  [{ err_msg: 'get_brand_wcpay_request:fail' }, 'fail'],
  [{ err_msg: 'get_brand_wcpay_request:fail_invalid appid' }, 'fail'],
  [{ err_msg: 'get_brand_wcpay_request:ok ' }, 'ok'],
  [{ err_msg: 'get_brand_wcpay_request: ok' }, 'ok'],
  [{ err_msg: 'get_brand_wcpay_request:cancel\n' }, 'cancel'],
  [{ err_msg: 'get_brand_wcpay_request:Cancelled' }, 'cancel'],
  [{ err_msg: 'get_brand_wcpay_request:fail_cancel' }, 'cancel'],
  [{ errMsg: 'chooseWXPay:fail cancel' }, 'cancel'],
  [{ errMsg: 'chooseWXPay:fail, cancelled by the risk control' }, 'fail'],
  [{ err_msg: 'system:access_denied' }, 'fail'],
  [{ err_msg: 'access_control:not_allow' }, 'fail'],
  [{ errMsg: 'chooseWXPay:fail, the permission value is offline verifying' }, 'fail'],
])('%o is %s', (response, result) => {
  expect(readReply(response).result).toBe(result)
})

test.each([
  {},
  { err_msg: '' },
  null,
  undefined,
  '',
  { err_msg: null },
  { err_msg: 0 },
  [],
  0,
  true,
])('the odd reply %o only means that the server is asked, and never throws', (reply) => {
  expect(readReply(reply as object).result).toBe('ok')
})

test.each([
  'get_brand_wcpay_request:cancel',
  '{"err_msg":"get_brand_wcpay_request:cancel"}',
  '"get_brand_wcpay_request:cancel"',
])('the reply %s, which is a text, is read', (reply) => {
  expect(readReply(reply).result).toBe('cancel')
})

test('a failure keeps the text of the reply', () => {
  const reply = readReply({ err_msg: 'get_brand_wcpay_request:fail', err_desc: 'invalid appid' })
  expect(reply).toMatchObject({
    error: {
      code: 'payment-refused',
      message: 'WeChat rejected the payment: get_brand_wcpay_request:fail, invalid appid',
    },
  })
})
