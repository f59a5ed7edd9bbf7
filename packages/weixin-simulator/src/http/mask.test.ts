import { expect, test } from 'vitest'
import { maskSecrets } from './mask.ts'

test('texts under secret names are masked, however deep and however many', () => {
  const request = {
    query: { appid: 'wx1', secret: 'abcdefghijkl', access_token: ['abcdefghijkl', 'mnopqrstuvwx'] },
    body: { payer: { openid: 'o1' }, list: [{ paySign: 'abcdefghijkl' }], total: 1, none: null },
  }
  expect(maskSecrets(request)).toEqual({
    query: { appid: 'wx1', secret: 'abcdef…', access_token: ['abcdef…', 'mnopqr…'] },
    body: { payer: { openid: 'o1' }, list: [{ paySign: 'abcdef…' }], total: 1, none: null },
  })
})

test('an error code is no secret, the code of a sign-in is', () => {
  expect(maskSecrets({ code: 'SIGN_ERROR' })).toEqual({ code: 'SIGN_ERROR' })
  expect(maskSecrets({ code: '0a1B2c3D4e5F' })).toEqual({ code: '0a1B2c…' })
})
