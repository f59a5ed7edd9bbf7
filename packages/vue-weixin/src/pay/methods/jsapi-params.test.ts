import { expect, test } from 'vitest'
import { readAnswer } from './jsapi-params.ts'

test.each([
  [{ err_msg: 'get_brand_wcpay_request:ok' }, 'ok'],
  [{ err_msg: 'get_brand_wcpay_request:OK' }, 'ok'],
  [{ errMsg: 'chooseWXPay:ok' }, 'ok'],
  [{ err_msg: 'get_brand_wcpay_request:cancel' }, 'cancel'],
  [{ err_msg: 'get_brand_wcpay_request:fail' }, 'fail'],
  [{ err_msg: 'get_brand_wcpay_request:fail_invalid appid' }, 'fail'],
  [{ err_msg: 'system:access_denied' }, 'fail'],
  [{ err_msg: 'access_control:not_allow' }, 'fail'],
  [{ errMsg: 'chooseWXPay:fail, the permission value is offline verifying' }, 'fail'],
])('%o is %s', (response, result) => {
  expect(readAnswer(response).result).toBe(result)
})

test('a response without a text is a hint to ask, never a failure', () => {
  expect(readAnswer({}).result).toBe('ok')
  expect(readAnswer({ err_msg: '' }).result).toBe('ok')
})

test('a failure keeps what WeChat said', () => {
  const answer = readAnswer({ err_msg: 'get_brand_wcpay_request:fail', err_desc: 'invalid appid' })
  expect(answer).toMatchObject({
    error: {
      code: 'payment-refused',
      message: 'WeChat did not take the payment: get_brand_wcpay_request:fail, invalid appid',
    },
  })
})
