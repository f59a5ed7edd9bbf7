import { expect, it } from 'vitest'
import published from 'weixin-vectors/v2-sign.json'
import documents from 'weixin-vectors/v2-xml.json'
import { signJsapiParams } from './jsapi-params.ts'
import { verifySign, signedText, signFields, type SignType } from './sign.ts'
import { readXml } from './xml.ts'

it.each(published.vectors)('$id: $description', ({ input, expected }) => {
  const fields = new Map(Object.entries(input.params).map(([name, value]) => [name, String(value)]))
  expect(signedText(fields, input.key)).toBe(expected.string_sign_temp)
  const signType = input.sign_type as SignType
  expect(signFields(fields, input.key, signType)).toBe(expected.sign)
  expect(verifySign(fields.set('sign', expected.sign), input.key, signType)).toBe(true)
  for (const wrong of ['', expected.sign.toLowerCase(), `${expected.sign}0`])
    expect(verifySign(fields.set('sign', wrong), input.key, signType)).toBe(false)
})

it.each(documents.vectors)('$id: $description', ({ input, expected }) => {
  const fields = readXml(input.xml) ?? new Map<string, string>()
  expect(signedText(fields, input.key)).toBe(`${expected.string_a}&key=${input.key}`)
  expect(verifySign(fields, input.key, input.sign_type as SignType)).toBe(expected.sign_valid)
})

const ofPages = published.vectors.filter(({ id }) => id.startsWith('jsapi-pay-params'))

it.each(ofPages)('pay parameters: $id', ({ input, expected }) => {
  const { params, key } = input
  if (!('appId' in params)) throw new Error('no pay parameters')
  const { appId = '', timeStamp, nonceStr = '', package: prepay = '', signType } = params
  const made = signJsapiParams(
    {
      appId,
      prepayId: prepay.slice('prepay_id='.length),
      nonce: nonceStr,
      timestamp: Number(timeStamp),
      signType: signType as SignType,
    },
    key,
  )
  expect(made).toEqual({ ...params, paySign: expected.sign })
})

it('has both pay parameters', () => {
  expect(ofPages).toHaveLength(2)
})
