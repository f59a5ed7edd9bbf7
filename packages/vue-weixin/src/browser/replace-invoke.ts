import type { Bridge, WeixinWindow } from './weixin-window.ts'

/** Returns what puts the bridge back; undefined where neither the bridge nor the variable can be changed. */
export function replaceInvoke(
  window: WeixinWindow,
  bridge: Bridge,
  invoke: Bridge['invoke'],
): (() => void) | undefined {
  const original = bridge.invoke
  try {
    bridge.invoke = invoke
    return () => void (bridge.invoke = original)
  } catch {
    // The bridge is frozen.
  }
  try {
    window.WeixinJSBridge = Object.create(bridge, { invoke: { value: invoke } }) as Bridge
    return () => void (window.WeixinJSBridge = bridge)
  } catch {
    return undefined
  }
}

/**
 * Runs a call of the SDK, and lets a reply that the SDK cannot read fail it, such as null or a text in place of JSON. The
 * SDK throws in WeChat's callback then, and calls none of the page's. It calls the bridge before `call` returns (1.6.5).
 */
export function guardReply(
  window: WeixinWindow | undefined,
  fail: (thrown: unknown) => void,
  call: () => void,
): void {
  const bridge = window?.WeixinJSBridge
  if (!window || !bridge) return call()
  const invoke = bridge.invoke.bind(bridge)
  let isFirst = true
  const restore = replaceInvoke(window, bridge, (command, args, reply) => {
    // A second command of the same call is the SDK's own statistics.
    const isGuarded = isFirst
    isFirst = false
    invoke(command, args, (response) => {
      try {
        reply(response)
      } catch (thrown) {
        if (!isGuarded) throw thrown
        fail(thrown)
      }
    })
  })
  try {
    call()
  } finally {
    restore?.()
  }
}
