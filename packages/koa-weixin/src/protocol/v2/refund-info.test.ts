import { expect, it } from 'vitest'
import published from 'weixin-vectors/v2-refund-req-info.json'
import { decryptRefundInfo } from './refund-info.ts'
import { readXml } from './xml.ts'

it.each(published.vectors)('$id: $description', ({ input, expected }) => {
  const outer = readXml(input.xml)
  expect(outer?.get('req_info')).toBe(input.req_info)
  const text = decryptRefundInfo(input.req_info, input.api_v2_key)
  expect(text).toBe(expected.plaintext)
  expect(Object.fromEntries(readXml(text ?? '', 'root') ?? [])).toEqual(expected.fields)
})

it('gives nothing where nothing opens', () => {
  const [{ input }] = published.vectors as [(typeof published.vectors)[0]]
  expect(decryptRefundInfo(input.req_info.slice(0, 40), input.api_v2_key)).toBeUndefined()
  expect(decryptRefundInfo('', input.api_v2_key)).toBeUndefined()
})
