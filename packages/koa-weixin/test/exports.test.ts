import { expect, it } from 'vitest'
import { exportsOf } from '../../../tooling/exports.ts'

it('gives exactly these names to the world', () => {
  expect(exportsOf('koa-weixin')).toMatchInlineSnapshot(`
    {
      "types": [
        "Alert",
        "Asker",
        "Cache",
        "Decision",
        "Endpoints",
        "Http",
        "HttpReply",
        "HttpRequest",
        "Key",
        "Lock",
        "Logger",
        "MemoryCacheOptions",
        "MerchantOptions",
        "OAuthOptions",
        "Order",
        "Orders",
        "OtherNotice",
        "Refund",
        "RefundState",
        "Scope",
        "Session",
        "Transaction",
        "Unexpected",
        "Weixin",
        "WeixinErrorCode",
        "WeixinOptions",
        "WeixinSaid",
      ],
      "values": [
        "WeixinError",
        "config",
        "confirm",
        "createWeixin",
        "memoryCache",
        "notify",
        "oauth",
        "pay",
        "sessionOf",
        "user",
        "weixinRouter",
      ],
    }
  `)
})
