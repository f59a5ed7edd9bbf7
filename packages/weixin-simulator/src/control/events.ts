import type { Ctx } from '../http/context.ts'
import type { Log } from '../log.ts'
import type { LogEntry } from '../types.ts'

/** A comment keeps proxies and browsers from closing a quiet stream; in milliseconds. */
const HEARTBEAT = 15_000
/** A reader that is this many bytes behind is cut off; it may come back with Last-Event-ID. */
const FURTHEST_BEHIND = 4_194_304

const eventOf = (entry: LogEntry): string => `id: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`

/**
 * GET /simulator/events: each new log entry as a server-sent event whose `id` is the entry's. The header Last-Event-ID
 * or the query `after` names the last entry that the reader has: what came since is sent first.
 */
export function streamEvents(ctx: Ctx, log: Log): void {
  const last = Number(ctx.get('Last-Event-ID') || ctx.query['after'] || Number.NaN)
  const { res } = ctx
  // Koa would report a reader that goes away as an error.
  ctx.respond = false
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  })
  res.write(': weixin-simulator\n\n')
  if (Number.isSafeInteger(last)) for (const entry of log.entries(last)) res.write(eventOf(entry))
  const unsubscribe = log.subscribe((entry) => {
    if (res.writableLength > FURTHEST_BEHIND) res.destroy()
    else res.write(eventOf(entry))
  })
  const heartbeat = setInterval(() => res.write(':\n\n'), HEARTBEAT)
  heartbeat.unref()
  res.once('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
}
