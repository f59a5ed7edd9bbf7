import { remedies } from './remedies.ts'
import type { ShownMessage } from './row.ts'

const signature: ShownMessage = {
  actor: 'code',
  meaning: {
    en: 'The signed address is not the one that WeChat checks (`realAuthUrl` in the reply), or the ticket is of another account.',
    zh: '签名的地址与微信校验的地址（应答中的 realAuthUrl）不一致，或 jsapi_ticket 属于另一个公众号。',
  },
  remedy: {
    en: 'Sign the address of the page without its #, unchanged. On iOS it is the address with which the page was entered. useWxConfig does both.',
    zh: '请原样使用页面地址中 # 之前的部分签名；iOS 上为进入页面时的地址。useWxConfig 会自动处理。',
  },
}

const domain: ShownMessage = {
  actor: 'console',
  meaning: {
    en: 'The host of the page is not a JS-safe domain of this Official Account.',
    zh: '页面域名不在该公众号的 JS接口安全域名 中。',
  },
  remedy: remedies.jsDomain,
}

const denied: ShownMessage = {
  actor: 'console',
  meaning: {
    en: 'The Official Account does not have this interface, or the user refused WeChat a permission of the phone.',
    zh: '公众号没有该接口的权限，或用户未授予微信相应的系统权限。',
  },
  remedy: remedies.permission,
}

const outdated: ShownMessage = {
  actor: 'user',
  meaning: {
    en: 'This version of WeChat does not have the method.',
    zh: '当前微信版本没有该接口。',
  },
  remedy: {
    en: 'Ask the user to update WeChat, or do without the method.',
    zh: '请引导用户升级微信，或提供替代方案。',
  },
}

const payment = (meaning: ShownMessage['meaning']): ShownMessage => ({
  actor: 'console',
  meaning,
  remedy: {
    en: 'Check 商户平台 → 产品中心 → 开发配置 → JSAPI支付授权目录, the link between `appId` and merchant (AppID账号管理), and query the order: only the server knows whether it is paid.',
    zh: '请检查 商户平台 → 产品中心 → 开发配置 → JSAPI支付授权目录，以及商户号与 AppID 的绑定（AppID账号管理）；是否已支付以服务端查单为准。',
  },
})

/**
 * What the bridge and the JS-SDK return to a page (`err_msg`, `errMsg`), and what WeChat's own dialogs show. `*` stands
 * for the name of a method. Sources: weixin-js-sdk 1.6.5; developers.weixin.qq.com, JS-SDK说明文档 附录5, and reports
 * in its community.
 */
export const jssdkMessages: Record<string, ShownMessage> = {
  'config:invalid signature': signature,
  'config:fail,Error: 系统错误，错误码：63002,invalid signature': signature,
  'config:invalid url domain': domain,
  'config:fail,Error: 系统错误，错误码：40048,invalid url domain': domain,
  'config:permission denied': denied,
  'config:fail': {
    actor: 'code',
    meaning: {
      en: 'WeChat rejected `wx.config` without a reason.',
      zh: '微信拒绝了 wx.config，未说明原因。',
    },
    remedy: {
      en: 'Open the page in 微信开发者工具, which shows the code, and look that code up here.',
      zh: '请在微信开发者工具中打开页面，查看其中的错误码，再在本页查找。',
    },
  },
  'require subscribe': {
    actor: 'user',
    meaning: {
      en: 'A sandbox account serves its followers only.',
      zh: '测试号只对已关注它的用户有效。',
    },
    remedy: remedies.follow,
  },
  '*:ok': {
    actor: 'code',
    meaning: {
      en: 'The call succeeded. For a payment it is no proof: only the server knows whether the order is paid.',
      zh: '调用成功。对支付而言不能作为支付成功的依据，以服务端查单为准。',
    },
    remedy: {
      en: 'After a payment, query the order on the server; usePay does so.',
      zh: '支付后请由服务端查单；usePay 会自动查询。',
    },
  },
  '*:cancel': {
    actor: 'user',
    meaning: {
      en: 'The user closed what the call had opened. For a payment WeChat also returns this after its own error dialogs.',
      zh: '用户取消了操作。支付时，微信自身的报错弹窗关闭后也会返回 cancel。',
    },
    remedy: {
      en: 'There is nothing to do; after a payment, query the order all the same.',
      zh: '无需处理；若为支付，仍应查单。',
    },
  },
  '*:permission denied': denied,
  '*:function not exist': outdated,
  '*:fail, the permission value is offline verifying': {
    actor: 'code',
    meaning: {
      en: '`wx.config` has not succeeded for this address, or the method is not in `jsApiList`.',
      zh: '当前地址尚未成功执行 wx.config，或该接口不在 jsApiList 中。',
    },
    remedy: {
      en: 'Add the method to `jsApiList`, and run `wx.config` again after the address has changed.',
      zh: '请把该接口加入 jsApiList，并在地址变化后重新执行 wx.config。',
    },
  },
  'system:access_denied': denied,
  'system:function_not_exist': outdated,
  'access_control:not_allow': denied,
  'get_brand_wcpay_request:fail': payment({
    en: 'WeChat rejected the payment: its signature, its directory or the account.',
    zh: '微信拒绝了支付：签名、支付授权目录或账号有误。',
  }),
  'get_brand_wcpay_request:fail_invalid appid': payment({
    en: 'The appId may not pay, or the page is not below a registered payment directory.',
    zh: '该 AppID 没有支付权限，或页面不在支付授权目录下。',
  }),
  'get_brand_wcpay_request:fail_no permission to execute': payment({
    en: 'The account may not pay.',
    zh: '该公众号没有支付权限。',
  }),
  当前页面的URL未注册: payment({
    en: 'The page is not below a registered payment directory.',
    zh: '页面不在 JSAPI支付授权目录 下。',
  }),
  支付验证签名失败: {
    actor: 'code',
    meaning: {
      en: 'WeChat does not accept `paySign`: a parameter was changed or retyped, or the keys belong to another merchant.',
      zh: '微信不接受 paySign：参数被改动、大小写有误，或密钥不属于该商户。',
    },
    remedy: {
      en: 'Hand the parameters of `POST pay/:orderId` to WeChat unchanged; `timestamp` is `timeStamp` for the bridge.',
      zh: '请把 POST pay/:orderId 返回的参数原样传给微信；直接调用 bridge 时字段名为 timeStamp。',
    },
  },
  '调用支付JSAPI缺少参数：total_fee': {
    actor: 'code',
    meaning: {
      en: '`package` holds no valid `prepay_id`: it is empty, expired (two hours) or of another appId.',
      zh: 'package 中没有有效的 prepay_id：为空、已过期（2 小时）或属于另一个 AppID。',
    },
    remedy: {
      en: 'Order again, and hand `package` on as `prepay_id=…`.',
      zh: '请重新下单，package 的格式为 prepay_id=…。',
    },
  },
}
