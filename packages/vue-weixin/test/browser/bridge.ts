/** A reply of the fake bridge, after some milliseconds; `never`: none. */
type Reply = Record<string, unknown> | 'never' | null

/** What the fake bridge replies, by native command. A list replies in turn, its last one for ever. */
export type Responses = Record<string, Reply | Reply[]>

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
      const listed = command in window.responses ? window.responses[command] : undefined
      const reply = Array.isArray(listed)
        ? listed.length > 1
          ? listed.shift()
          : listed[0]
        : listed
      if (reply === 'never') return
      const { after: ms, ...rest } = {
        ...(reply ?? { err_msg: 'system:function_not_exist' }),
      } as Record<string, unknown>
      // A real client that replies null does exist.
      setTimeout(() => answer(reply === null ? (null as never) : rest), Number(ms ?? 0))
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
