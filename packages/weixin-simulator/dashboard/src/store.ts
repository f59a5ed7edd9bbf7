import { computed, shallowRef } from 'vue'
import { control, readState, type DashboardState, type LogEntry, type Method } from './api.ts'
import { t } from './words.ts'

/** Entries that the page holds at most; the oldest are dropped first. */
const CAPACITY = 3000

/** Every call that the page knows, oldest first. */
export const entries = shallowRef<readonly LogEntry[]>([])
/** How many older entries were dropped. */
export const dropped = shallowRef(0)
export const state = shallowRef<DashboardState | null>(null)
export const isConnected = shallowRef(false)
/** What went wrong with the last control, for the person who pressed it. */
export const problem = shallowRef<string | null>(null)

export const orders = computed(() => state.value?.orders ?? [])

let waiting: LogEntry[] = []
let isFlushing = false
let lastId = 0

/** Takes what came since the last frame into the list in one step: a thousand entries cost as much as one. */
function flush(): void {
  isFlushing = false
  const all = [...entries.value, ...waiting]
  waiting = []
  const excess = Math.max(0, all.length - CAPACITY)
  dropped.value += excess
  entries.value = excess > 0 ? all.slice(excess) : all
}

function add(entry: LogEntry): void {
  // After a reconnect the server repeats what the page has already.
  if (entry.id <= lastId) return
  lastId = entry.id
  waiting.push(entry)
  if (isFlushing) return
  isFlushing = true
  // A hidden tab gets no frames, but its list must stay bounded too.
  if (document.hidden) setTimeout(flush, 250)
  else requestAnimationFrame(flush)
}

let isRefreshing = false
let isStale = false

/** Reads the state again, at most one request at a time and four in a second. */
export async function refresh(): Promise<void> {
  isStale = true
  if (isRefreshing) return
  isRefreshing = true
  while (isStale) {
    isStale = false
    try {
      const next = await readState()
      // Another process answers now: its calls are numbered anew.
      if (state.value && state.value.startedAt !== next.startedAt) location.reload()
      state.value = next
    } catch {
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  isRefreshing = false
}

/** Runs a control, then reads the state again. A refusal is shown at the top of the page. */
export async function press(
  path: string,
  body: object = {},
  method: Method = 'POST',
): Promise<unknown> {
  problem.value = null
  try {
    return await control(path, body, method)
  } catch (error) {
    problem.value = error instanceof Error ? error.message : String(error)
    return undefined
  } finally {
    void refresh()
  }
}

/** Opens the stream of calls. The browser reconnects by itself. */
export function connect(): void {
  const events = new EventSource('/simulator/events?after=0')
  events.addEventListener('open', () => {
    isConnected.value = true
    void refresh()
  })
  events.addEventListener('error', () => {
    isConnected.value = false
  })
  events.addEventListener('message', (event: MessageEvent<string>) => {
    add(JSON.parse(event.data) as LogEntry)
    void refresh()
  })
}

/** Empties the list on the page; the simulator keeps its own log. */
export function clear(): void {
  entries.value = []
  dropped.value = 0
}

/** By the document's own command: a page that came over plain http from another machine has no clipboard. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.style.cssText = 'position: fixed; opacity: 0'
  const focused = document.activeElement
  document.body.append(area)
  area.select()
  try {
    return document.execCommand('copy')
  } finally {
    area.remove()
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  }
}

/** Copies a text; resolves with the words that report how it went. */
export async function copy(text: string): Promise<string> {
  const isCopied =
    navigator.clipboard === undefined
      ? copyBySelection(text)
      : await navigator.clipboard.writeText(text).then(
          () => true,
          () => copyBySelection(text),
        )
  return isCopied
    ? t('Copied', '已复制')
    : t('This browser does not let the page copy.', '浏览器不允许此页面复制。')
}
