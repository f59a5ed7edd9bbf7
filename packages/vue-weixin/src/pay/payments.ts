import { type ShallowRef, shallowRef } from 'vue'
import { type PageRegistry, pageRegistry } from '../browser/page-registry.ts'
import { sessionStore } from '../browser/session-store.ts'
import { environmentOf } from '../environment/environment.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { createPayment, orderStatus } from '../http/api.ts'
import type { PartContext } from '../part-context.ts'
import { heldSheet, holdPage } from './hold.ts'
import { type PayState, type PayStatus, isUnderWay, state, unconfirmed } from './pay-state.ts'
import type { PaymentMethod } from './payment-method.ts'
import {
  type PayDependencies,
  type Prepared,
  type Start,
  prepare,
  runPayment,
} from './run-payment.ts'
import { type Wakes, createWakes } from './wakes.ts'

/** The payment of one order, shared by every component that pays it. */
export interface OrderPayment {
  readonly orderId: string
  readonly state: Readonly<ShallowRef<PayState>>
  /** Places the order before the tap. Never rejects. */
  prepare(methods: readonly PaymentMethod[]): Promise<void>
  /** Joins the payment that is under way, else starts one. Never rejects; resolves with the first final status. */
  pay(methods: readonly PaymentMethod[]): Promise<PayStatus>
  /** Finds out how a payment went that the page has forgotten. Never rejects. */
  resume(): Promise<PayStatus>
  /** Gives the payment up and the page free. */
  reset(): void
  /** Registers a component. While none is active, the server is not queried; when the last one stops, the payment is left. */
  follow(): Follower
}

export interface Follower {
  /** Whether the component is shown. */
  setActive(isActive: boolean): void
  stop(): void
}

/** All payments of an instance. */
export interface Payments {
  of(orderId: string): OrderPayment
  /** Whether another order holds the page. */
  isHeldByOther(orderId: string): boolean
}

/** The name under which the order under way is stored for `resume()`. */
export const STORED_ORDER = 'order'

/** Milliseconds for which a prepared payment is used. */
const PREPARED_MS = 600_000

type Context = Pick<PartContext, 'base' | 'request' | 'window' | 'clock' | 'navigate' | 'part'>

/** Creates the part of an instance that pays: at most one payment for an order, and one sheet at a time on the page. */
export function createPayments(context: Context): Payments {
  const payments = new Map<string, OrderPayment>()
  const page = pageRegistry(context.window)
  const wakes = createWakes(context.window)
  return {
    of(orderId) {
      let payment = payments.get(orderId)
      if (!payment) {
        const forget = (): void => void payments.delete(orderId)
        payment = createOrderPayment(orderId, { context, page, wakes, forget })
        payments.set(orderId, payment)
      }
      return payment
    },
    isHeldByOther: (orderId) => {
      const held = heldSheet(page, context.clock)
      return held !== undefined && held.orderId !== orderId
    },
  }
}

interface Dependencies {
  context: Context
  page: PageRegistry
  wakes: Wakes
  /** Called when no component follows the payment any more. */
  forget: () => void
}

function createOrderPayment(
  orderId: string,
  { context, page, wakes, forget }: Dependencies,
): OrderPayment {
  const { window, clock, navigate, part } = context
  const current = shallowRef<PayState>(state('idle'))
  const followers = new Map<symbol, boolean>()
  let run: { settled: Promise<PayStatus>; leave: () => void } | undefined
  let preparing: { at: number; prepared?: Prepared; done: Promise<void> } | undefined

  const isWatched = (): boolean =>
    wakes.isVisible() && [...followers.values()].some((isActive) => isActive)

  const dependencies = (
    methods: readonly PaymentMethod[],
    signal: AbortSignal,
  ): Pick<PayDependencies, 'methods' | 'tools' | 'createPayment' | 'clock' | 'signal'> => ({
    methods,
    tools: { window, environment: environmentOf(window), clock, navigate, part },
    createPayment: async ({ tradeType }, over) =>
      tradeType && createPayment(context, orderId, tradeType, over),
    clock,
    signal,
  })

  function begin(start: Start, methods: readonly PaymentMethod[]): Promise<PayStatus> {
    // An earlier run may still query in the background; this one queries for itself.
    run?.leave()
    const abort = new AbortController()
    const { signal } = abort
    const release = start.from === 'order' ? holdPage(page, orderId, clock) : (): void => {}
    let hasOpened = false
    let settle = (_: PayStatus): void => {}
    const settled = new Promise<PayStatus>((resolve) => (settle = resolve))
    const set = (next: PayState): void => {
      if (signal.aborted) return
      current.value = next
      if (next.status === 'paying') sessionStore(window, STORED_ORDER, orderId)
      if (/^(paid|failed|cancelled)$/.test(next.status)) forgetStored()
      if (/^(paid|failed|unconfirmed)$/.test(next.status)) settle(next.status)
    }
    run = {
      settled,
      leave() {
        abort.abort()
        if (!hasOpened) release({ result: 'cancel' })
        settle(current.value.status)
      },
    }
    void runPayment(start, {
      ...dependencies(methods, signal),
      orderId,
      query: (over) => orderStatus(context, orderId, over),
      isWatched,
      onWake: wakes.on,
      set,
      onOpen(sheet, { surface }) {
        hasOpened = true
        if (surface === 'sheet') void sheet.then(release)
        else release({ result: 'ok' })
      },
      // The sheet no longer keeps the payer from trying again; its late result still counts.
      onLost: () => {
        if (page.hold?.orderId === orderId) page.hold = undefined
      },
    }).finally(() => {
      const { status, error } = current.value
      if (!hasOpened) release(error ? { result: 'fail', error } : { result: 'ok' })
      settle(status)
    })
    return settled
  }

  const forgetStored = (): void => {
    if (sessionStore(window, STORED_ORDER) === orderId) sessionStore(window, STORED_ORDER, null)
  }

  /** The prepared payment, unless it is too old to be used. */
  const takePrepared = (): Prepared | undefined => {
    const prepared =
      preparing && clock.now() - preparing.at < PREPARED_MS ? preparing.prepared : undefined
    preparing = undefined
    return prepared
  }

  async function payNow(methods: readonly PaymentMethod[]): Promise<PayStatus> {
    const held = heldSheet(page, clock)
    if (held && held.orderId !== orderId) {
      current.value = state('failed', new WeixinClientError('busy'))
      return 'failed'
    }
    if (held) return begin({ from: 'sheet', sheet: held.sheet }, methods)
    return begin({ from: 'order', prepared: takePrepared() }, methods)
  }

  return {
    orderId,
    state: current,
    async prepare(methods) {
      if (isUnderWay(current.value) || current.value.status === 'paid') return
      if (preparing && clock.now() - preparing.at < PREPARED_MS) return preparing.done
      const never = new AbortController().signal
      const mine: typeof preparing = { at: clock.now(), done: Promise.resolve() }
      mine.done = prepare(dependencies(methods, never)).then(
        (prepared) => void (mine.prepared = prepared),
        // The tap tries again and shows why it failed.
        () => {
          if (preparing === mine) preparing = undefined
        },
      )
      preparing = mine
      return mine.done
    },
    pay(methods) {
      if (run && isUnderWay(current.value)) {
        // The payer taps although a sheet should be open: the server may know more.
        wakes.fire('other')
        return run.settled
      }
      return payNow(methods)
    },
    resume() {
      if (run && isUnderWay(current.value)) return run.settled
      const held = heldSheet(page, clock)
      return held?.orderId === orderId ? payNow([]) : begin({ from: 'server' }, [])
    },
    reset() {
      current.value = state('idle')
      run?.leave()
      run = preparing = undefined
      forgetStored()
      if (page.hold?.orderId === orderId) page.hold = undefined
    },
    follow() {
      const key = Symbol()
      followers.set(key, true)
      return {
        setActive(isActive) {
          if (!followers.has(key)) return
          followers.set(key, isActive)
          if (isActive) wakes.fire('other')
        },
        stop() {
          if (!followers.delete(key) || followers.size > 0) return
          // Before the sheet opened nothing can be paid any more; after that only the server knows.
          if (isUnderWay(current.value))
            current.value = current.value.status === 'ordering' ? state('cancelled') : unconfirmed()
          run?.leave()
          forget()
        },
      }
    },
  }
}
