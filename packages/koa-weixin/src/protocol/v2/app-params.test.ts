import { expect, it } from 'vitest'
import published from 'weixin-vectors/v2-sign.json'
import { signAppParams } from './app-params.ts'
import type { SignType } from './sign.ts'

const ofApps = published.vectors.filter(({ id }) => id.startsWith('app-pay-params'))

it.each(ofApps)('$id: $description', ({ input, expected }) => {
  const { params, key } = input
  if (!('partnerid' in params)) throw new Error('no parameters of an app')
  const { appid = '', partnerid = '', prepayid = '', noncestr = '', timestamp } = params
  const made = signAppParams(
    {
      appId: appid,
      mchId: partnerid,
      prepayId: prepayid,
      nonce: noncestr,
      timestamp: Number(timestamp),
      signType: input.sign_type as SignType,
    },
    key,
  )
  expect(made).toEqual({ ...params, sign: expected.sign })
})

it('has its vector', () => {
  expect(ofApps).toHaveLength(1)
})
