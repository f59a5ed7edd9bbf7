import type { Page } from 'playwright'

export type Response = Record<string, unknown>

interface Bridge {
  invoke(command: string, args: object, callback: (response: Response) => void): void
  on(event: string, handler: (data: unknown) => void): void
  publish(event: string, data: unknown): void
}
/** As much of the SDK as the tests use. */
export interface Sdk {
  config(options: object): void
  ready(callback: () => void): void
  error(callback: (response: Response) => void): void
  checkJsApi(options: object): void
  chooseWXPay(options: object): void
}
/** What a page inside WeChat has. */
export interface WeixinWindow {
  WeixinJSBridge?: Bridge
  wx: Sdk
}

/** Gives one native command and resolves with its answer. */
export function invoke(page: Page, command: string, args: object = {}): Promise<Response> {
  return page.evaluate(
    ([name, given]) =>
      new Promise<Response>((resolve, reject) => {
        const { WeixinJSBridge } = window as unknown as WeixinWindow
        if (!WeixinJSBridge) return reject(new Error('no bridge'))
        WeixinJSBridge.invoke(name, given, resolve)
      }),
    [command, args] as const,
  )
}

export const payArgs = {
  appId: 'wx51a7e0c0ffee0001',
  timeStamp: '1414561699',
  nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  package: 'prepay_id=wx2311prepay',
  signType: 'RSA',
  paySign: 'c2lnbmVk',
}

/** Starts a payment from the page's button, as a user does. The answer comes from `answered`. */
export async function startPayment(
  page: Page,
  args: object = payArgs,
): Promise<{ answered: Promise<Response> }> {
  await page.evaluate((given) => {
    const { WeixinJSBridge } = window as unknown as WeixinWindow
    const record = window as unknown as { answer?: Response }
    delete record.answer
    document.querySelector('#buy')?.addEventListener(
      'click',
      () =>
        WeixinJSBridge?.invoke('getBrandWCPayRequest', given, (response) => {
          record.answer = response
        }),
      { once: true },
    )
  }, args)
  await page.locator('#buy').click()
  const answered = page
    .waitForFunction(() => (window as unknown as { answer?: Response }).answer)
    .then((handle) => handle.jsonValue())
    .then((response) => response ?? {})
  answered.catch(() => {}) // a page that closes first leaves it unanswered
  return { answered }
}

const config = {
  appId: 'wx51a7e0c0ffee0001',
  timestamp: 1414587457,
  nonceStr: 'Wm3WZYTPz0wzccnW',
  signature: '0f9de62fce790f9a083d5c99e95740ceb90c27ed',
  jsApiList: ['chooseWXPay', 'updateTimelineShareData'],
}

/** wx.config, and what wx.error and wx.ready were called with, in their order. */
export function configure(page: Page, options: object = config): Promise<unknown[]> {
  return page.evaluate(
    (given) =>
      new Promise<unknown[]>((resolve) => {
        const { wx } = window as unknown as WeixinWindow
        const events: unknown[] = []
        wx.error((response) => events.push(response))
        wx.ready(() => resolve([...events, 'ready']))
        wx.config(given)
      }),
    options,
  )
}
