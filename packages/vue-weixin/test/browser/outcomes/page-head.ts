import type { Bridge, BridgeResponse } from '../../../src/browser/weixin-window.ts'
import { android } from '../../page.ts'

/**
 * How WeChat's bridge misbehaves where the simulator cannot play it: it is never there, it comes 1.5 s after the page,
 * or one command gets a reply of its own (`undefined`: none, ever).
 */
export type BridgeTrouble = 'none' | 'absent' | 'late' | { command: string; reply: unknown }

declare global {
  interface Window {
    /** Whether each payment sheet was asked for inside a tap (transient user activation). */
    inTap: boolean[]
  }
}

const script = (run: (given: never) => void, given: unknown): string =>
  `<script>(${run.toString()})(${JSON.stringify(given) ?? ''})</script>`

/** Scripts in front of the page's own: another user agent, the simulator's bridge, and what records its calls. */
export function pageHead(
  simulator: string,
  query: { environment?: unknown; userAgent?: unknown; order?: unknown; old?: unknown },
  trouble: BridgeTrouble,
): string {
  const given = typeof query.userAgent === 'string' ? query.userAgent : undefined
  const userAgent = typeof trouble === 'string' && trouble !== 'none' ? android : given
  const isInWeixin = userAgent === undefined || /micromessenger/i.test(userAgent)
  const environment = typeof query.environment === 'string' ? query.environment : 'auto'
  const bridge = `${simulator}/simulator/bridge.js?environment=${environment}`
  return [
    query.old === undefined ? '' : script(removeNewApis, null),
    userAgent === undefined ? '' : script(overrideUserAgent, userAgent),
    !isInWeixin || trouble === 'absent'
      ? ''
      : trouble === 'late'
        ? script(loadLater, bridge)
        : `<script src="${bridge}"></script>`,
    script(recordCalls, {
      troubles: typeof trouble === 'object' ? [trouble] : [],
      order: query.order,
    }),
  ].join('')
}

/** What the kernels of iOS 14 and Chrome 86 do not have. */
function removeNewApis(): void {
  const lacks = (owner: object, ...names: string[]): void => {
    for (const name of names) Reflect.deleteProperty(owner, name)
  }
  lacks(window, 'structuredClone', 'reportError', 'scheduler', 'requestIdleCallback')
  lacks(Object, 'hasOwn', 'groupBy')
  lacks(Promise, 'withResolvers', 'try')
  lacks(AbortSignal, 'any', 'timeout', 'abort')
  lacks(AbortSignal.prototype, 'throwIfAborted')
  lacks(URL, 'canParse', 'parse')
  lacks(String.prototype, 'at', 'isWellFormed', 'toWellFormed')
  lacks(crypto, 'randomUUID')
  lacks(Array, 'fromAsync')
  const newInArrays = 'at findLast findLastIndex toSorted toReversed toSpliced with'
  lacks(Array.prototype, ...newInArrays.split(' '))
  lacks(Set.prototype, 'union', 'intersection', 'difference', 'isSubsetOf')
}

function overrideUserAgent(userAgent: string): void {
  for (const [name, value] of Object.entries({ userAgent, platform: 'Win32' }))
    Object.defineProperty(navigator, name, { configurable: true, get: () => value })
}

function loadLater(src: string): void {
  setTimeout(
    () => document.head.append(Object.assign(document.createElement('script'), { src })),
    1500,
  )
}

function recordCalls({
  troubles,
  order,
}: {
  troubles: readonly { command: string; reply?: unknown }[]
  order: string
}): void {
  // The tab is shared by the rows, and each has an order of its own.
  if (sessionStorage.getItem('row') !== order) sessionStorage.clear()
  sessionStorage.setItem('row', order)
  window.inTap = []
  const count = (name: string): void =>
    sessionStorage.setItem(name, String(Number(sessionStorage.getItem(name)) + 1))
  const record = (): void => {
    const { WeixinJSBridge: bridge } = window as { WeixinJSBridge?: Bridge }
    if (!bridge) return
    const invoke = bridge.invoke
    bridge.invoke = (command, args, reply) => {
      if (command === 'getBrandWCPayRequest') {
        count('sheets')
        window.inTap.push(navigator.userActivation.isActive)
        if (document.querySelector('weixin-simulator')) count('overlaps')
      }
      const trouble = troubles.find((one) => one.command === command)
      if (!trouble) invoke(command, args, reply)
      else if ('reply' in trouble) setTimeout(() => reply(trouble.reply as BridgeResponse))
    }
  }
  if ('WeixinJSBridge' in window) record()
  else document.addEventListener('WeixinJSBridgeReady', record, { once: true })
}
