import { expect, it } from 'vitest'
import { exportsOf } from '../../../tooling/exports.ts'

it('gives exactly these names to the world', () => {
  expect(exportsOf('weixin-contract')).toMatchInlineSnapshot(`
    {
      "types": [
        "AddressRule",
        "AppPayment",
        "ConfigDiagnosis",
        "ConfigReport",
        "ConsentAddress",
        "ErrorReply",
        "Fen",
        "OrderState",
        "OrderStatus",
        "PageConfig",
        "Prepared",
        "User",
        "UserReply",
        "Way",
        "WxPayment",
      ],
      "values": [],
    }
  `)
})
