/** What the fake bridge answers, by native command. `never`: it does not answer. */
export type Responses = Record<string, object | 'never'>

declare global {
  interface Window {
    invoked: [command: string, args: object][]
    responses: Responses
    /** What the page has registered by `WeixinJSBridge.on`. A test calls it in WeChat's place. */
    handlers: Record<string, (detail: object) => void>
  }
}

/**
 * Runs in the page before its scripts: a bridge as WeChat's is, as far as weixin-js-sdk can tell. It answers later, once,
 * with a fresh object. The platform is a desktop's, or the SDK would send its beacon to WeChat.
 */
export function installBridge({ responses, after }: { responses: Responses; after: number }): void {
  Object.defineProperty(navigator, 'platform', { get: () => 'Win32' })
  window.invoked = []
  window.responses = responses
  window.handlers = {}
  const bridge = {
    invoke(command: string, args: object, answer: (response: object) => void): void {
      window.invoked.push([command, { ...args }])
      const response = window.responses[command] ?? { err_msg: 'system:function_not_exist' }
      if (response !== 'never') setTimeout(() => answer({ ...(response as object) }))
    },
    on(event: string, handler: (detail: object) => void): void {
      window.handlers[event] = handler
    },
  }
  const appear = (): void => {
    Object.assign(window, { WeixinJSBridge: bridge })
    document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  }
  if (after === 0) appear()
  else setTimeout(appear, after)
}
