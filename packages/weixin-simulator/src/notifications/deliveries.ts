import type { Clock } from '../clock.ts'
import type { Random } from '../crypto/random.ts'
import { requestId } from '../crypto/wechatpay-headers.ts'
import type { Log } from '../log.ts'
import type { DueNotification, Notification } from '../state/notifications.ts'
import type { State } from '../state/state.ts'
import { deliveryEntry } from './delivery-entry.ts'
import { isAccepted, post, type Answer } from './post.ts'
import { nextDelivery } from './schedule.ts'
import { isProbe } from './signer.ts'
import { createSlots } from './slots.ts'

/**
 * What happens to a new notification. `late`: its first delivery waits `ms` milliseconds of the movable clock.
 * `doubled`: it is delivered twice at the same moment. `overtaken`: it waits until the next one was delivered.
 */
export type Plan = { kind: 'late'; ms: number } | { kind: 'doubled' } | { kind: 'overtaken' }

/** One delivery that was answered, refused, or lost. */
export interface Delivery {
  notification: Notification
  answer: Answer
}

/** How a delivery differs from a genuine one. */
export interface Forged {
  /** Its name, for the log. */
  forgery: string
  headers: Record<string, string>
}

export interface Deliveries {
  /** Takes up a new notification: it is delivered at once, in the background. */
  announce: (notification: Notification) => void
  /** The next `count` scheduled deliveries never leave WeChat. */
  lose: (count: number) => void
  /** What happens to the next new notifications, one plan each, after the plans that wait already. */
  plan: (plans: readonly Plan[]) => void
  /** What happens to the next new notifications, soonest first. */
  planned: () => readonly Plan[]
  /** Forgets the plans of one kind; without a kind all plans, and the deliveries that were to be lost. */
  clearPlans: (kind?: Plan['kind']) => void
  /** How many of the next deliveries are lost. */
  toLose: () => number
  /** Delivers the last notification about this transaction or refund once more, whatever the schedule says. */
  deliver: (about: string) => Promise<Answer>
  /** Posts this body once, outside of the schedule, signed anew unless it is forged. */
  send: (notification: Notification, forged?: Forged) => Promise<Answer>
  /** Resolves with the next delivery that ends. */
  next: () => Promise<Delivery>
  /** Resolves when no delivery is under way. */
  idle: () => Promise<void>
  /** Moves the clock from due delivery to due delivery, waiting for each answer. */
  advance: (ms: number) => Promise<void>
  /** Goes on with what an earlier process left. */
  resume: () => void
  /** Nothing leaves any more; what was under way counts as never sent. */
  stop: () => void
}

/** setTimeout fires at once beyond 2^31 ms. */
const LONGEST_TIMER = 2_147_483_647
/**
 * Scheduled deliveries to one host that are under way at once. An app that gets hundreds at once, on few cores or in the
 * simulator's own process, would answer all of them late, and get genuine repeats. Each host has its own, so that an app
 * that does not answer holds up no other.
 */
const AT_ONCE = 32
const LOST: Answer = { status: null, body: '', problem: null }

const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

export function createDeliveries(options: {
  state: State
  clock: Clock
  log: Log
  random: Random
  /** The headers that prove a body to be WeChat Pay's. */
  sign: (body: string) => Record<string, string>
  save: () => Promise<void>
  /** Certificate authorities beside the usual ones, PEM. */
  ca: string | undefined
}): Deliveries {
  const { ca, state, clock, log, random, sign, save } = options
  const { notifications } = state
  const stopped = new AbortController()
  const busy = new Set<Notification>()
  const slots = createSlots(AT_ONCE)
  const underWay = new Set<Promise<unknown>>()
  const listeners = new Set<(delivery: Delivery) => void>()
  const plans: Plan[] = []
  const overtaken: Notification[] = []
  let toLose = 0
  let timer: NodeJS.Timeout | undefined
  let armedFor = Infinity
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

  async function send(
    notification: Notification,
    { lost = false, forged }: { lost?: boolean; forged?: Forged } = {},
  ): Promise<Answer> {
    const { form, body, url } = notification
    const headers = forged?.headers ?? {
      ...(form !== 'xml' && sign(body)),
      'Request-ID': requestId(random, 0),
    }
    const forgery = forged?.forgery ?? (isProbe(headers) ? 'signature-probe' : null)
    const contentType = form === 'xml' ? 'text/xml' : 'application/json'
    const sentAt = performance.now()
    const answer = lost
      ? LOST
      : await post(url, headers, body, {
          signal: stopped.signal,
          contentType,
          ca,
        })
    if (stopped.signal.aborted) return answer
    const accepted = isAccepted(answer, form)
    if (accepted && notification.dueAt !== null) {
      notification.dueAt = null
      notifications.changed(notification)
    }
    const milliseconds = performance.now() - sentAt
    log.add(deliveryEntry(notification, answer, { accepted, lost, forgery, milliseconds }))
    for (const listener of listeners) listener({ notification, answer })
    return answer
  }

  /** Delivers what is due; `copies` go out at the same moment. */
  async function runDue(notification: Notification, copies = 0): Promise<void> {
    busy.add(notification)
    // The schedule counts from the moment at which it was due, however long the delivery waits for others.
    const startedAt = clock.now()
    const lost = toLose > 0
    if (lost) toLose -= 1
    let answer: Answer | null
    try {
      // The app is notified of nothing that a crash would undo, nor before the log has the call that caused it.
      await save()
      await immediate()
      answer = await slots.run(hostOf(notification.url), async () => {
        // While it waited, the app may have accepted it: it was sent once more on demand.
        if (stopped.signal.aborted || notification.dueAt === null) return null
        const sent = [send(notification, { lost })]
        for (let copy = 0; copy < copies; copy++) sent.push(send(notification))
        const [first] = await Promise.all(sent)
        return first ?? null
      })
    } finally {
      // Where the state could not be saved, the next step of the schedule delivers it.
      busy.delete(notification)
    }
    if (stopped.signal.aborted || answer === null) return
    notification.tried += 1
    // Another copy may have been accepted meanwhile: then the schedule is over.
    if (notification.dueAt !== null && !isAccepted(answer, notification.form))
      notification.dueAt = nextDelivery(notification.tried, startedAt)
    notifications.changed(notification)
    await save()
    if (notification.dueAt !== null && notification.dueAt < armedFor) arm()
  }

  const waiting = (): DueNotification[] =>
    [...notifications.waiting()].filter((one) => !busy.has(one))

  /** What is due, in the order in which it became due. */
  const dueBy = (at: number): DueNotification[] =>
    waiting()
      .filter((one) => one.dueAt <= at)
      .toSorted((a, b) => a.dueAt - b.dueAt)

  function arm(): void {
    clearTimeout(timer)
    armedFor = waiting().reduce((first, one) => Math.min(first, one.dueAt), Infinity)
    if (stopped.signal.aborted || !Number.isFinite(armedFor)) return
    timer = setTimeout(
      () => {
        for (const notification of dueBy(clock.now())) void track(runDue(notification))
        arm()
      },
      Math.min(Math.max(armedFor - clock.now(), 0), LONGEST_TIMER),
    )
    timer.unref()
  }

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay)
  }

  const base = (): number => clock.now() - clock.ahead()

  async function run(ms: number): Promise<void> {
    const target = clock.ahead() + ms
    for (;;) {
      await idle()
      const [first] = dueBy(base() + target)
      if (!first) break
      clock.moveTo(first.dueAt - base())
      await Promise.all(dueBy(Math.max(first.dueAt, clock.now())).map((one) => track(runDue(one))))
    }
    clock.moveTo(target)
    await save()
    arm()
  }

  return {
    announce(notification) {
      notifications.add(notification)
      const plan = plans.shift()
      if (plan?.kind === 'late') {
        notification.dueAt = clock.now() + plan.ms
        notifications.changed(notification)
        if (notification.dueAt < armedFor) arm()
        return
      }
      busy.add(notification)
      if (plan?.kind === 'overtaken') {
        overtaken.push(notification)
        return
      }
      const waited = overtaken.splice(0)
      // What could not be saved is left to the schedule, and keeps back none of the others.
      const left = (): void => {}
      void track(
        immediate().then(async () => {
          await runDue(notification, plan?.kind === 'doubled' ? 1 : 0).catch(left)
          for (const one of waited) await runDue(one).catch(left)
        }),
      )
    },
    plan: (more) => void plans.push(...more),
    planned: () => plans,
    clearPlans(kind) {
      plans.splice(0, plans.length, ...plans.filter((plan) => kind && plan.kind !== kind))
      if (kind === undefined) toLose = 0
      if (kind === undefined || kind === 'overtaken')
        for (const one of overtaken.splice(0)) void track(runDue(one))
    },
    lose(count) {
      toLose = count
    },
    toLose: () => toLose,
    async deliver(about) {
      const notification = notifications.about(about)
      if (!notification) throw new Error(`There is no notification about ${about}`)
      const answer = await track(send(notification))
      await save()
      return answer
    },
    send: (notification, forged) => track(send(notification, forged && { forged })),
    next: () =>
      new Promise((resolve) => {
        const listener = (delivery: Delivery): void => {
          listeners.delete(listener)
          resolve(delivery)
        }
        listeners.add(listener)
      }),
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
