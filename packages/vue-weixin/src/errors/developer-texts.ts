/** What a developer can do about an error. */
export interface Remedy {
  /** English. */
  readonly en: string
  /** Simplified Chinese. */
  readonly zh: string
}

/** Bundlers replace `process.env.NODE_ENV`, as they do for Vue itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

interface DeveloperText {
  readonly message: string
  readonly remedy: Remedy
}

const text = (message: string, en: string, zh: string): DeveloperText => ({
  message,
  remedy: { en, zh },
})

/** Message and remedy of each code, for development builds: a production build replaces the table by an empty one. */
export const developerTexts: Record<string, DeveloperText> =
  process.env.NODE_ENV === 'production'
    ? {}
    : {
        'not-in-weixin': text(
          'This page is not open in WeChat.',
          'Ask the user to open it in WeChat, or hand h5() and qr() to createWeixin({ payments }) to pay in other browsers.',
          '请引导用户在微信中打开；如需在其他浏览器支付，请将 h5()、qr() 传给 createWeixin({ payments })。',
        ),
        'wecom-cannot-pay': text(
          'This page is open in WeCom, whose bridge does not offer payment to it.',
          'Ask the user to open the page in WeChat, or hand wecom() and qr() to createWeixin({ payments }).',
          '请引导用户在微信中打开本页面，或将 wecom()、qr() 传给 createWeixin({ payments })。',
        ),
        'pay-in-mini-program': text(
          "A page in a mini program's web-view cannot open WeChat Pay.",
          'Hand miniProgram({ page }) to createWeixin({ payments }); that page of the mini program calls wx.requestPayment.',
          '请将 miniProgram({ page }) 传给 createWeixin({ payments })，由小程序页面调用 wx.requestPayment。',
        ),
        'no-bridge': text(
          'WeixinJSBridge did not appear within ten seconds.',
          'Reload the page. If this happens again, update WeChat.',
          '请刷新页面；若仍出现，请升级微信。',
        ),
        'sdk-not-loaded': text(
          'weixin-js-sdk could not be loaded.',
          'Check the network. The next call loads it again.',
          '请检查网络；下次调用会重新加载。',
        ),
        'invalid-signature': text(
          'WeChat rejected the signature of wx.config.',
          'Compare the signed address with the one that WeChat checked. If they are equal, check appId and appSecret.',
          '请比较所签名的地址与微信校验的地址；若一致，请检查 AppID 与 AppSecret。',
        ),
        'invalid-url-domain': text(
          'The host of this page is not a JS-safe domain of the Official Account.',
          'Add the host in the console under 公众号设置 > 功能设置 > JS接口安全域名.',
          '请在公众平台「公众号设置 > 功能设置」的「JS接口安全域名」中添加本页面的域名。',
        ),
        denied: text(
          'WeChat denied the permission.',
          'Check that the Official Account has this permission, and that the function is in jsApiList.',
          '请确认公众号已获得该接口权限，且接口名在 jsApiList 中。',
        ),
        'config-failed': text(
          'WeChat rejected wx.config.',
          'Read the reply of WeChat in the message.',
          '请查看 message 中微信返回的内容。',
        ),
        timeout: text(
          'WeChat did not reply in time.',
          'Try again. If this happens again, reload the page.',
          '请重试；若仍出现，请刷新页面。',
        ),
        'payment-refused': text(
          'WeChat rejected the payment.',
          'Check the payment directory, and that the merchant is bound to this appId.',
          '请检查商户平台的支付授权目录，以及商户号与 AppID 的绑定关系。',
        ),
        'order-closed': text(
          'This order accepts no payment any more.',
          'Let the user place a new order.',
          '订单已关闭，请让用户重新下单。',
        ),
        'order-id-invalid': text(
          'pay() needs the id of an order as a string, but got something else, such as the event of @click="pay".',
          'Call pay with the id of an order: @click="pay(order.id)".',
          '请传入订单号，例如 @click="pay(order.id)"。',
        ),
        busy: text(
          'The payment of another order is in progress.',
          'Disable the button while isPaying is true, or call reset() to give that payment up.',
          'isPaying 为 true 时请禁用按钮，或调用 reset() 放弃该支付。',
        ),
        cancelled: text(
          'The payer closed the payment.',
          'Let the payer try again.',
          '用户取消了支付，可让其重新支付。',
        ),
        unconfirmed: text(
          'It is not known whether the order is paid.',
          'Show that the payment is being confirmed. The status changes to paid when the server knows.',
          '请提示支付结果确认中；服务端确认后状态会变为 paid。',
        ),
        unreachable: text(
          'The server did not respond.',
          'Check the network, and that the server runs.',
          '请检查网络，以及服务端是否在运行。',
        ),
        'server-unavailable': text(
          'A server or proxy in front of koa-weixin returned an error page.',
          'Look into the logs of the server and of the proxy.',
          '请查看服务端与代理的日志。',
        ),
        'response-unreadable': text(
          'The response is not one of koa-weixin.',
          'The option base of createWeixin must be the path where koa-weixin is mounted.',
          'createWeixin 的 base 须与 koa-weixin 的挂载路径一致。',
        ),
      }
