/** What a developer can do about an error. */
export interface Remedy {
  /** English. */
  readonly en: string
  /** Simplified Chinese. */
  readonly zh: string
}

/** Bundlers replace `process.env.NODE_ENV`, as they do for Vue itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** Who can put an error right: the developer, the person who manages WeChat's consoles, the user, or WeChat itself. */
export type Actor = 'code' | 'console' | 'user' | 'weixin'

interface DeveloperText {
  readonly actor: Actor
  readonly meaning: Remedy
  readonly remedy: Remedy
}

const text = (
  actor: Actor,
  meaningEn: string,
  meaningZh: string,
  en: string,
  zh: string,
): DeveloperText => ({ actor, meaning: { en: meaningEn, zh: meaningZh }, remedy: { en, zh } })

/**
 * Meaning, actor and remedy of each code, for development builds: a production build replaces the table by an empty one.
 * `koa-weixin/errors.json` and the pages of the site are written from it.
 */
export const developerTexts: Record<string, DeveloperText> =
  process.env.NODE_ENV === 'production'
    ? {}
    : {
        'not-in-weixin': text(
          'user',
          'This page is not open in WeChat.',
          '本页面不是在微信中打开的。',
          'Ask the user to open it in WeChat, or hand h5() and qr() to createWeixin({ payments }) to pay in other browsers.',
          '请引导用户在微信中打开；如需在其他浏览器支付，请将 h5()、qr() 传给 createWeixin({ payments })。',
        ),
        'wecom-cannot-pay': text(
          'user',
          'This page is open in WeCom, whose bridge does not offer payment to it.',
          '本页面在企业微信中打开，其 bridge 不向该页面提供支付。',
          'Ask the user to open the page in WeChat, or hand wecom() and qr() to createWeixin({ payments }).',
          '请引导用户在微信中打开本页面，或将 wecom()、qr() 传给 createWeixin({ payments })。',
        ),
        'pay-in-mini-program': text(
          'code',
          "A page in a mini program's web-view cannot open WeChat Pay.",
          '小程序 web-view 中的页面不能调起微信支付。',
          'Hand miniProgram({ page }) to createWeixin({ payments }); that page of the mini program calls wx.requestPayment.',
          '请将 miniProgram({ page }) 传给 createWeixin({ payments })，由小程序页面调用 wx.requestPayment。',
        ),
        'no-bridge': text(
          'user',
          'WeixinJSBridge did not appear within ten seconds.',
          '十秒内没有出现 WeixinJSBridge。',
          'Reload the page. If this happens again, update WeChat.',
          '请刷新页面；若仍出现，请升级微信。',
        ),
        'sdk-not-loaded': text(
          'user',
          'weixin-js-sdk could not be loaded.',
          'weixin-js-sdk 加载失败。',
          'Check the network. The next call loads it again.',
          '请检查网络；下次调用会重新加载。',
        ),
        'invalid-signature': text(
          'code',
          'WeChat rejected the signature of wx.config.',
          '微信拒绝了 wx.config 的签名。',
          'Compare the signed address with the one that WeChat checked. If they are equal, check appId and appSecret.',
          '请比较所签名的地址与微信校验的地址；若一致，请检查 AppID 与 AppSecret。',
        ),
        'invalid-url-domain': text(
          'console',
          'The host of this page is not a JS-safe domain of the Official Account.',
          '页面域名不在该公众号的 JS接口安全域名 中。',
          'Add the host in the console under 公众号设置 > 功能设置 > JS接口安全域名.',
          '请在公众平台「公众号设置 > 功能设置」的「JS接口安全域名」中添加本页面的域名。',
        ),
        denied: text(
          'console',
          'WeChat denied the permission.',
          '微信没有授予该权限。',
          'Check that the Official Account has this permission, and that the function is in jsApiList.',
          '请确认公众号已获得该接口权限，且接口名在 jsApiList 中。',
        ),
        'config-failed': text(
          'code',
          'WeChat rejected wx.config.',
          '微信拒绝了 wx.config。',
          'Read the reply of WeChat in the message.',
          '请查看 message 中微信返回的内容。',
        ),
        timeout: text(
          'weixin',
          'WeChat did not reply in time.',
          '微信没有及时应答。',
          'Try again. If this happens again, reload the page.',
          '请重试；若仍出现，请刷新页面。',
        ),
        'payment-refused': text(
          'console',
          'WeChat rejected the payment.',
          '微信拒绝了支付。',
          'Check the payment directory, and that the merchant is bound to this appId.',
          '请检查商户平台的支付授权目录，以及商户号与 AppID 的绑定关系。',
        ),
        'order-closed': text(
          'user',
          'This order accepts no payment any more.',
          '该订单不再接受付款。',
          'Let the user place a new order.',
          '订单已关闭，请让用户重新下单。',
        ),
        'order-id-invalid': text(
          'code',
          'pay() needs the id of an order as a string, but got something else, such as the event of @click="pay".',
          'pay() 需要字符串形式的订单号，但收到的是其他值，例如 @click="pay" 传入的事件对象。',
          'Call pay with the id of an order: @click="pay(order.id)".',
          '请传入订单号，例如 @click="pay(order.id)"。',
        ),
        busy: text(
          'code',
          'The payment of another order is in progress.',
          '另一个订单正在支付。',
          'Disable the button while isPaying is true, or call reset() to give that payment up.',
          'isPaying 为 true 时请禁用按钮，或调用 reset() 放弃该支付。',
        ),
        cancelled: text(
          'user',
          'The payer closed the payment.',
          '用户关闭了支付。',
          'Let the payer try again.',
          '用户取消了支付，可让其重新支付。',
        ),
        unconfirmed: text(
          'weixin',
          'It is not known whether the order is paid.',
          '尚不清楚订单是否已支付。',
          'Show that the payment is being confirmed. The status changes to paid when the server knows.',
          '请提示支付结果确认中；服务端确认后状态会变为 paid。',
        ),
        unreachable: text(
          'user',
          'The server did not respond.',
          '服务端没有应答。',
          'Check the network, and that the server runs.',
          '请检查网络，以及服务端是否在运行。',
        ),
        'server-unavailable': text(
          'code',
          'A server or proxy in front of koa-weixin returned an error page.',
          'koa-weixin 之前的服务器或代理返回了错误页。',
          'Look into the logs of the server and of the proxy.',
          '请查看服务端与代理的日志。',
        ),
        'response-unreadable': text(
          'code',
          'The response is not one of koa-weixin.',
          '应答不是来自 koa-weixin。',
          'The option base of createWeixin must be the path where koa-weixin is mounted.',
          'createWeixin 的 base 须与 koa-weixin 的挂载路径一致。',
        ),
        unexpected: text(
          'code',
          'Something else was thrown, such as by a plugin of the app.',
          '出现了其他异常，例如由应用的插件抛出。',
          'See the cause of the error.',
          '请查看错误的 cause。',
        ),
        'share-invalid': text(
          'code',
          'useShare was given a card that WeChat cannot show.',
          'useShare 的分享内容不合法，微信无法展示。',
          'Correct the field that the message names: `title` is required, `link` and `imgUrl` are https addresses.',
          '请修正 message 中指出的字段：title 必填，link 与 imgUrl 须为 https 地址。',
        ),
        'call-cancelled': text(
          'user',
          'The user closed what a call of the JS-SDK had opened.',
          '用户取消了 JS-SDK 调用打开的界面。',
          'Nothing: the user closed it.',
          '无需处理：用户主动取消。',
        ),
        'call-denied': text(
          'console',
          'A call of the JS-SDK is not allowed on this page.',
          '本页面没有调用该 JS-SDK 接口的权限。',
          'Console: check that the account has this interface. User: grant WeChat the permission, such as the location.',
          '公众平台：检查“接口权限”是否包含该接口。用户：在系统设置中允许微信使用相应权限（如定位）。',
        ),
        'call-unsupported': text(
          'user',
          'A method of the JS-SDK does not exist in this version of WeChat.',
          '当前微信版本没有该 JS-SDK 接口。',
          'Ask the user to update WeChat, or do without it.',
          '请升级微信，或提供替代方案。',
        ),
        'call-failed': text(
          'code',
          'A call of the JS-SDK failed.',
          'JS-SDK 调用失败。',
          'Code: check the fields against the documentation of the JS-SDK.',
          '代码：对照 JS-SDK 文档检查参数。',
        ),
        'call-timeout': text(
          'weixin',
          'A call of the JS-SDK did not get a reply in time.',
          'JS-SDK 调用超时未返回。',
          'Try again.',
          '请重试。',
        ),
        'call-aborted': text(
          'code',
          'A call of the JS-SDK was abandoned by its abort signal.',
          'JS-SDK 调用被 AbortSignal 中止。',
          'Nothing: the app ended the wait.',
          '无需处理：由应用主动中止等待。',
        ),
      }

/**
 * The address of the documentation site, with a slash at its end: `homepage` in package.json, to which a test holds it.
 * Empty until the site is published.
 */
const SITE = ''

/** Where the site explains a code: those of this package, or the server's. In development builds only. */
export const pageOf = (code: string, isOfServer: boolean): Remedy => {
  const name = isOfServer ? 'errors' : 'client-errors'
  return { en: `${SITE}docs/${name}#${code}`, zh: `${SITE}docs/zh/${name}#${code}` }
}
