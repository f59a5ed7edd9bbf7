import { expect, it } from 'vitest'
import { exportsOf } from '../../../tooling/exports.ts'

it('gives exactly these names to the world', () => {
  expect(exportsOf('weixin-contract')).toMatchInlineSnapshot(`
    {
      "types": [
        "AddressRule",
        "AppParams",
        "ConfigDiagnosis",
        "ConfigReport",
        "ConsentAddress",
        "ErrorResponse",
        "Fen",
        "JsapiParams",
        "JssdkConfig",
        "OrderState",
        "OrderStatus",
        "Payment",
        "TradeType",
        "User",
        "UserResponse",
      ],
      "values": [],
    }
  `)
})
