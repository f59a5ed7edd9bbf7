import type { Clock } from '../clock.ts'
import { requestId } from '../crypto/wechatpay-headers.ts'
import type { Log } from '../log.ts'
import type { Notification } from '../state/notifications.ts'
import type { State } from '../state/state.ts'
import { isTaken, post, type Answer } from './post.ts'
import { nextDelivery } from './schedule.ts'

export interface Deliveries {
  /** Takes up a new notification: delivered at once, in the background. */
  announce: (notification: Notification) => void
  lose: (count: number) => void
  deliver: (about: string) => Promise<Answer>
  idle: () => Promise<void>
  /** Moves the clock from due delivery to due delivery, waiting for each answer. */
  advance: (ms: number) => Promise<void>
  /** Goes on with what an earlier process left. */
  resume: () => void
  /** Nothing leaves any more; what was under way counts as never sent. */
  stop: () => void
}

type Due = Notification & { dueAt: number }
const LOST: Answer = { status: null, body: '' }

export function createDeliveries(options: {
  state: State
  clock: Clock
  log: Log
  /** The headers that prove a body to be WeChat Pay's. */
  sign: (body: string) => Record<string, string>
  save: () => Promise<void>
}): Deliveries {
  const { state, clock, log, sign, save } = options
  const stopped = new AbortController()
  const busy = new Set<Notification>()
  const underWay = new Set<Promise<unknown>>()
  let toLose = 0
  let timer: NodeJS.Timeout | undefined
  let advancing: Promise<void> = Promise.resolve()

  function track<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => {},
      () => {},
    )
    underWay.add(settled)
    void settled.then(() => underWay.delete(settled))
    return work
  }

  async function send(notification: Notification, lost: boolean): Promise<Answer> {
    const { form, body, url } = notification
    const headers = { ...(form !== 'xml' && sign(body)), 'Request-ID': requestId(0) }
    const type = form === 'xml' ? 'text/xml' : 'application/json'
    const sentAt = performance.now()
    const answer = lost ? LOST : await post(url, headers, body, stopped.signal, type)
    if (stopped.signal.aborted) return answer
    const taken = isTaken(answer, form)
    if (taken) notification.dueAt = null
    log.add({
      kind: 'notification',
      call: `notification POST ${notification.url}`,
      outTradeNo: notification.outTradeNo ?? null,
      milliseconds: Math.round(performance.now() - sentAt),
      request: { id: notification.id, about: notification.about },
      checks: [
        {
          check: `answered ${form === 'xml' ? '200 and SUCCESS' : '200 or 204'} within 5 s`,
          ok: taken,
        },
      ],
      response: {
        status: answer.status ?? 0,
        ...(lost && { code: 'LOST' }),
        ...(answer.body !== '' && { body: answer.body.slice(0, 1024) }),
      },
      reason: null,
    })
    return answer
  }

  async function runDue(notification: Notification): Promise<void> {
    busy.add(notification)
    const startedAt = clock.now()
    const lost = toLose > 0
    if (lost) toLose -= 1
    const answer = await send(notification, lost)
    busy.delete(notification)
    if (stopped.signal.aborted) return
    notification.tried += 1
    // Another copy may have been taken meanwhile: then the schedule is over.
    if (notification.dueAt !== null && !isTaken(answer, notification.form))
      notification.dueAt = nextDelivery(notification.tried, startedAt)
    await save()
    arm()
  }

  const waiting = (): Due[] =>
    state.notifications.filter((one): one is Due => one.dueAt !== null && !busy.has(one))

  const dueBy = (at: number): Due[] => waiting().filter((one) => one.dueAt <= at)

  function arm(): void {
    clearTimeout(timer)
    const next = Math.min(...waiting().map((one) => one.dueAt))
    if (stopped.signal.aborted || !Number.isFinite(next)) return
    timer = setTimeout(
      () => {
        for (const notification of dueBy(clock.now())) void track(runDue(notification))
        arm()
      },
      Math.max(next - clock.now(), 0),
    )
    timer.unref()
  }

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay)
  }

  async function run(ms: number): Promise<void> {
    const target = clock.ahead() + ms
    for (;;) {
      await idle()
      const due = dueBy(clock.wall() + target)
      if (due.length === 0) break
      const earliest = Math.min(...due.map((one) => one.dueAt))
      clock.moveTo(earliest - clock.wall())
      await Promise.all(dueBy(Math.max(earliest, clock.now())).map((one) => track(runDue(one))))
    }
    clock.moveTo(target)
    await save()
    arm()
  }

  return {
    announce(notification) {
      state.notifications.push(notification)
      busy.add(notification)
      void track(
        new Promise<void>((resolve) => setImmediate(resolve)).then(() => runDue(notification)),
      )
    },
    lose(count) {
      toLose = count
    },
    async deliver(about) {
      const notification = state.notifications.findLast((one) => one.about === about)
      if (!notification) throw new Error(`Nothing is to be told about ${about}`)
      const answer = await track(send(notification, false))
      await save()
      return answer
    },
    idle,
    advance(ms) {
      const moved = advancing.then(() => run(ms))
      advancing = moved.catch(() => {})
      return moved
    },
    resume: arm,
    stop() {
      stopped.abort()
      clearTimeout(timer)
    },
  }
}
