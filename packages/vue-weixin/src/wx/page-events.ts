import type { WxEventName } from './wx-methods.ts'

/** The listeners of a page. */
export interface PageEvents {
  /** All handlers of an event, whichever app or copy of this package they belong to. */
  readonly handlers: Map<WxEventName, Set<(detail: never) => void>>
  /** The events that `WeixinJSBridge` calls. */
  readonly registered: Set<WxEventName>
}

// The number names the shape: raise it when the shape changes.
const KEY = Symbol.for('vue-weixin:events:1')

/** The listeners of this page. They are the page's, because the bridge keeps one handler for an event, the last one. */
export function pageEvents(window: object = {}): PageEvents {
  const page = window as { [KEY]?: PageEvents }
  return (page[KEY] ??= { handlers: new Map(), registered: new Set() })
}
