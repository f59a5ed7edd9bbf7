import type { Clock } from '../clock.ts'
import { requestId } from '../crypto/wechatpay-headers.ts'
import type { Log } from '../log.ts'
import type { Notice } from '../state/notices.ts'
import type { State } from '../state/state.ts'
import { isTaken, post, type Answer } from './post.ts'
import { nextDelivery } from './schedule.ts'

export interface Deliveries {
  /** Takes up a new notice: delivered at once, in the background. */
  announce: (notice: Notice) => void
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

type Due = Notice & { dueAt: number }
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
  const busy = new Set<Notice>()
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

  async function send(notice: Notice, lost: boolean): Promise<Answer> {
    const { form, body, url } = notice
    const headers = { ...(form !== 'xml' && sign(body)), 'Request-ID': requestId(0) }
    const type = form === 'xml' ? 'text/xml' : 'application/json'
    const answer = lost ? LOST : await post(url, headers, body, stopped.signal, type)
    if (stopped.signal.aborted) return answer
    const taken = isTaken(answer, form)
    if (taken) notice.dueAt = null
    log.add({
      call: `notice POST ${notice.url}`,
      asked: { id: notice.id, about: notice.about },
      checks: [
        {
          check: `answered ${form === 'xml' ? '200 and SUCCESS' : '200 or 204'} within 5 s`,
          ok: taken,
        },
      ],
      answered: { status: answer.status ?? 0, ...(lost && { code: 'LOST' }) },
      why: null,
    })
    return answer
  }

  async function runDue(notice: Notice): Promise<void> {
    busy.add(notice)
    const startedAt = clock.now()
    const lost = toLose > 0
    if (lost) toLose -= 1
    const answer = await send(notice, lost)
    busy.delete(notice)
    if (stopped.signal.aborted) return
    notice.tried += 1
    // Another copy may have been taken meanwhile: then the schedule is over.
    if (notice.dueAt !== null && !isTaken(answer, notice.form))
      notice.dueAt = nextDelivery(notice.tried, startedAt)
    await save()
    arm()
  }

  const waiting = (): Due[] =>
    state.notices.filter((one): one is Due => one.dueAt !== null && !busy.has(one))

  const dueBy = (at: number): Due[] => waiting().filter((one) => one.dueAt <= at)

  function arm(): void {
    clearTimeout(timer)
    const next = Math.min(...waiting().map((one) => one.dueAt))
    if (stopped.signal.aborted || !Number.isFinite(next)) return
    timer = setTimeout(
      () => {
        for (const notice of dueBy(clock.now())) void track(runDue(notice))
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
    announce(notice) {
      state.notices.push(notice)
      busy.add(notice)
      void track(new Promise<void>((resolve) => setImmediate(resolve)).then(() => runDue(notice)))
    },
    lose(count) {
      toLose = count
    },
    async deliver(about) {
      const notice = state.notices.findLast((one) => one.about === about)
      if (!notice) throw new Error(`Nothing is to be told about ${about}`)
      const answer = await track(send(notice, false))
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
