import { type ShallowRef, shallowRef } from 'vue'
import type { OrderStatus } from 'weixin-contract'
import { pageRegistry } from '../browser/page-registry.ts'
import { sessionStore } from '../browser/session-store.ts'
import {
  WeixinClientError,
  type WeixinClientErrorCode,
  asClientError,
} from '../errors/weixin-client-error.ts'
import { never } from '../http/request.ts'
import type { PartContext } from '../part-context.ts'
import { type PayState, type PayStatus, isUnderWay, state, unconfirmed } from './pay-state.ts'
import type { PaymentMethod, SheetResult } from './payment-method.ts'
import { type Prepared, prepare } from './prepare.ts'
import { type Start, runPayment } from './run-payment.ts'
import { createWakes } from './wakes.ts'

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
  /** Registers a component. While none is active, the server is not queried. */
  follow(follower: Follower): void
  /** When the last component has stopped, the payment is left. */
  unfollow(follower: Follower): void
}

/** A component that shows a payment. */
export interface Follower {
  /** Whether the component is shown. */
  isActive: boolean
  /** Called with each state from now on. */
  changed(state: PayState): void
}

/** All payments of an instance. */
export interface Payments {
  of(orderId: string): OrderPayment
  /** Whether another order holds the page. */
  isHeldByOther(orderId: string): boolean
  /** Lets payments query the server at once. */
  wake(): void
}

/** The name under which the order under way is stored for `resume()`. */
export const STORED_ORDER = 'order'

/** Milliseconds after which an opened sheet surely covers the page, so that a touch of the page means that it is gone. */
const COVERED_MS = 3_000

/** Milliseconds for which a prepared payment is used. */
const PREPARED_MS = 600_000

/** Creates the part of an instance that pays: at most one payment for an order, and one sheet at a time on the page. */
export function createPayments(context: PartContext): Payments {
  const { base, request, window, clock } = context
  const payments = new Map<string, OrderPayment>()
  const page = pageRegistry(window)
  const wakes = createWakes(window, () => page.hold?.touched())
  const isHeldByOther = (orderId: string): boolean => (page.hold?.orderId ?? orderId) !== orderId

  /**
   * Lets an order hold the page, so that no second sheet opens over its own, whichever app or copy of this package asks
   * for one. Its `end` frees the page, with the result for others who wait for the same order.
   */
  function holdPage(orderId: string): {
    opened: () => void
    end: (result: SheetResult) => void
  } {
    let openedAt = Infinity
    let resolve!: (result: SheetResult) => void
    const free = (): void => {
      if (page.hold === hold) page.hold = undefined
    }
    const hold = {
      orderId,
      sheet: new Promise<SheetResult>((given) => (resolve = given)),
      touched() {
        if (clock.now() - openedAt < COVERED_MS) return
        free()
        wakes.fire('back')
      },
    }
    page.hold = hold
    return {
      opened: () => void (openedAt = clock.now()),
      end(result) {
        resolve(result)
        free()
      },
    }
  }

  function create(orderId: string): OrderPayment {
    const segment = pathSegment(orderId)
    const url = `${base}/pay/${segment}`
    const current = shallowRef(state('idle'))
    const followers = new Set<Follower>()
    let run: { settled: Promise<PayStatus>; leave: () => void } | undefined
    let preparing: { at: number; placed: Prepared | Promise<Prepared> } | undefined

    const show = (next: PayState): void => {
      // A watcher of the app may run at once, and throw.
      guarded(() => (current.value = next))
      for (const follower of followers) guarded(() => follower.changed(next))
    }
    const fail = (code: WeixinClientErrorCode): PayStatus => {
      show(state('failed', new WeixinClientError(code)))
      return 'failed'
    }
    const forgetStored = (): void => {
      if (sessionStore(window, STORED_ORDER) === orderId) sessionStore(window, STORED_ORDER, null)
    }

    /** @param start undefined: the order is placed first */
    function begin(start?: Start, methods: readonly PaymentMethod[] = []): Promise<PayStatus> {
      // An earlier run may still query in the background; this one queries for itself.
      run?.leave()
      const abort = new AbortController()
      const { signal } = abort
      let settle!: (status: PayStatus) => void
      let hold = start ? undefined : holdPage(orderId)
      const settled = new Promise<PayStatus>((resolve) => (settle = resolve))
      const end = (): void => {
        hold?.end({ result: 'cancel' })
        settle(current.value.status)
      }
      run = {
        settled,
        leave() {
          abort.abort()
          end()
        },
      }
      if (!start) {
        // Before anything is awaited: a second tap of the same moment has to find it.
        show(state('ordering'))
        start = {
          placed: takePlaced() ?? prepare(context, url, methods, signal),
        }
      }
      void runPayment(start, {
        clock,
        signal,
        query: (over) => request<OrderStatus>('state', url, { signal: over }),
        isWatched: () => wakes.isVisible() && [...followers].some(({ isActive }) => isActive),
        nextWake: wakes.next,
        set(next) {
          const { status } = next
          if (signal.aborted) return
          show(next)
          if (status === 'paying') sessionStore(window, STORED_ORDER, orderId)
          if (/^(paid|failed|cancelled)$/.test(status)) forgetStored()
          if (/^(paid|failed|unconfirmed)$/.test(status)) settle(status)
        },
        open(method, payment) {
          const opened = new Promise<SheetResult>((resolve) =>
            resolve(method.open(payment, orderId, context)),
          ).catch((thrown: unknown): SheetResult => ({
            result: 'fail',
            error: asClientError(thrown),
          }))
          if (method.surface === 'sheet') {
            hold?.opened()
            if (hold) void opened.then(hold.end)
          } else hold?.end({ result: 'cancel' })
          hold = undefined
          return opened
        },
      }).then(end)
      return settled
    }

    /** The payment that is under way, on this page or in another copy of this package on it. */
    function join(): Promise<PayStatus> | undefined {
      if (run && isUnderWay(current.value)) return run.settled
      const { hold } = page
      return hold?.orderId === orderId ? begin({ sheet: hold.sheet }) : undefined
    }

    function takePlaced(): Prepared | Promise<Prepared> | undefined {
      const mine = preparing
      preparing = undefined
      return mine && clock.now() - mine.at < PREPARED_MS ? mine.placed : undefined
    }

    return {
      orderId,
      state: current,
      async prepare(methods) {
        if (!segment || preparing || isUnderWay(current.value) || current.value.status === 'paid')
          return
        const mine = { at: clock.now(), placed: prepare(context, url, methods, never) }
        preparing = mine
        await mine.placed.then(
          (placed) => Object.assign(mine, { placed }),
          // The tap tries again, and shows why it failed.
          () => {
            if (preparing === mine) preparing = undefined
          },
        )
      },
      async pay(methods) {
        // The payer taps although a sheet should be open: the server may know more.
        wakes.fire('other')
        if (!segment) return fail('order-id-invalid')
        return join() ?? (page.hold ? fail('busy') : begin(undefined, methods))
      },
      resume: async () => (segment ? (join() ?? begin({})) : fail('order-id-invalid')),
      reset() {
        show(state('idle'))
        run?.leave()
        run = preparing = undefined
        forgetStored()
        if (!isHeldByOther(orderId)) page.hold = undefined
      },
      follow: (follower) => void followers.add(follower),
      unfollow(follower) {
        if (!followers.delete(follower) || followers.size > 0) return
        // Before the sheet opened nothing can be paid any more; after that only the server knows.
        if (current.value.status === 'ordering') show(state('cancelled'))
        else if (isUnderWay(current.value)) show(unconfirmed())
        run?.leave()
        payments.delete(orderId)
      },
    }
  }

  return {
    of(orderId) {
      const payment = payments.get(orderId) ?? create(orderId)
      payments.set(orderId, payment)
      return payment
    },
    isHeldByOther,
    wake: () => wakes.fire('other'),
  }
}

/** An order's id in an address; empty for what is none, such as the event that `@click="pay"` hands over. */
function pathSegment(orderId: unknown): string {
  try {
    // Browsers leave `.` and `..` out of an address. Half a character (a lone surrogate) makes this throw.
    return typeof orderId === 'string' && !/^\.\.?$/.test(orderId)
      ? encodeURIComponent(orderId)
      : ''
  } catch {
    return ''
  }
}

/** Runs code of the app. What it throws is reported as an unhandled rejection, and does not end the payment. */
function guarded(run: () => unknown): void {
  try {
    run()
  } catch (thrown) {
    void Promise.reject(thrown as Error)
  }
}
