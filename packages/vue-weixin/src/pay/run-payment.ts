import type { OrderState, Payment } from 'weixin-contract'
import { type Clock, within } from '../browser/clock.ts'
import { WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'
import { type PayState, state, unconfirmed } from './pay-state.ts'
import type { PaymentMethod, SheetResult } from './payment-method.ts'
import type { Prepared } from './prepare.ts'
import {
  type Schedule,
  afterCancel,
  afterFail,
  afterOk,
  inBackground,
  whilePaying,
  whileShowing,
} from './schedules.ts'
import type { Wake } from './wakes.ts'

/** What a payment begins with. With neither, the page has forgotten how the payment went. */
export interface Start {
  /** The order that was placed, or a promise of it. */
  readonly placed?: Prepared | Promise<Prepared>
  /** A sheet that is open already. */
  readonly sheet?: Promise<SheetResult>
}

export interface PayDependencies {
  readonly clock: Clock
  /** Ends everything. */
  readonly signal: AbortSignal
  /** Queries the server. */
  readonly query: (signal: AbortSignal) => Promise<{ state: OrderState }>
  /** Whether somebody looks at the payment. Nothing is queried while nobody does. */
  readonly isWatched: () => boolean
  /** Resolves when a query is worthwhile. */
  readonly nextWake: () => Promise<Wake>
  /** Shows a state. */
  readonly set: (state: PayState) => void
  /** Opens the method. */
  readonly open: (method: PaymentMethod, payment: Payment | null) => Promise<SheetResult>
}

/** Milliseconds for the reply of a sheet after the payer is back on the page. */
const REPLY_MS = 3_000

/** A reply of the server, or why there is none. */
interface Polled {
  readonly known: OrderState
  readonly error?: WeixinClientError
}

const noReply: Polled = { known: 'unknown' }

const noSheet = new Promise<unknown>(() => {})

/** Milliseconds that no schedule reaches. */
const FOR_EVER = 2 ** 31 - 1

/**
 * A payment from the tap to its end. Knows neither Vue nor a browser, and never rejects. It goes on after
 * `unconfirmed`, until the outcome is known or two hours are over, and after `cancelled` for one query. After its signal
 * aborted it opens nothing. Up to the opening of a prepared payment nothing is awaited, so that the bridge is called
 * inside the payer's tap.
 */
export async function runPayment(start: Start, deps: PayDependencies): Promise<void> {
  const { clock, signal, set } = deps
  const isForgotten = !start.placed && !start.sheet
  let schedule: Schedule = afterFail
  let sheet = noSheet
  let result: SheetResult | undefined
  let failure: WeixinClientError | undefined
  /** What the server returned last. */
  let polled = noReply
  /** Whether the payer was back on the page since the sheet opened. */
  let isBack = false

  const follow = (opened: Promise<SheetResult>, by: Schedule): void => {
    schedule = by
    sheet = opened.then((returned) => (result = returned))
  }
  const failed = (error: WeixinClientError): PayState => state('failed', error)
  const orderClosed = (): PayState => failed(new WeixinClientError('order-closed'))

  /** The end that the server's reply means, if it means one. */
  function end({ known }: Polled): PayState | undefined {
    if (known === 'paid') return state('paid')
    if (failure && known !== 'unknown') return failed(failure)
    return isForgotten && known === 'closed' ? orderClosed() : undefined
  }
  /** The server refuses the query itself, so that another one would not help. */
  const isRefused = (): boolean => polled.error?.status === 401 || polled.error?.status === 404
  /** The payer is back and nothing is paid: the reply of the sheet is due now, or it is lost. */
  const isDue = (): boolean => schedule === whilePaying && isBack && polled.known === 'unpaid'

  /** Queries the server until it knows, the sheet returned, or the time is over. */
  const poll = (): Promise<unknown> =>
    within(clock, schedule[0], signal, async (over) => {
      polled = noReply
      let woken = deps.nextWake()
      for (let n = 0; ; n++) {
        let ms = schedule[1](n)
        do {
          const wake = (await Promise.race([clock.wait(ms, over), woken, sheet])) as Wake
          if (wake === 'back') isBack = true
          // Taken before the query, so that a wake during the query is not missed.
          if (wake) woken = deps.nextWake()
          ms = FOR_EVER
        } while (!over.aborted && !result && !deps.isWatched())
        if (over.aborted || result) return
        const reply = await Promise.race([deps.query(over).then(readReply, readError), sheet])
        // A query that was cut off says nothing about the server.
        if (over.aborted || result) return
        polled = reply as Polled
        if (end(polled) || isRefused() || isDue() || schedule === afterCancel) return
      }
    })

  if (start.placed) {
    let placed: Prepared
    try {
      placed = 'then' in start.placed ? await start.placed : start.placed
    } catch (thrown) {
      return set(failed(asClientError(thrown)))
    }
    const { method, payment } = placed
    if (payment && 'settled' in payment) {
      if (payment.settled === 'paid') return set(state('paid'))
      if (payment.settled === 'closed') return set(orderClosed())
      set(state('confirming'))
      schedule = afterOk
    } else {
      if (signal.aborted) return
      set(state('paying', null, payment))
      follow(deps.open(method, payment), method.surface === 'panel' ? whileShowing : whilePaying)
    }
  } else if (start.sheet) {
    set(state('paying'))
    follow(start.sheet, whilePaying)
  } else set(state('confirming'))

  for (;;) {
    await poll()
    if (isDue() && !result) await Promise.race([sheet, clock.wait(REPLY_MS, signal)])
    if (signal.aborted) return
    const ended = end(polled)
    if (ended) return set(ended)
    if (result) {
      // No result of a sheet is proof, so each of them is a reason to query the server.
      const how: SheetResult = result
      sheet = noSheet
      result = undefined
      failure = how.result === 'fail' ? how.error : undefined
      schedule = how.result === 'ok' ? afterOk : how.result === 'cancel' ? afterCancel : afterFail
      set(state(how.result === 'cancel' ? 'cancelled' : 'confirming'))
      continue
    }
    if (schedule === afterCancel) return
    if (schedule !== inBackground || isRefused()) set(unconfirmed(polled.error))
    if (isRefused() && sheet !== noSheet) {
      await sheet
      continue
    }
    if (schedule === inBackground || isRefused()) return
    schedule = inBackground
  }
}

const readReply = ({ state }: { state: OrderState }): Polled => ({ known: state })

const readError = (thrown: unknown): Polled => ({ known: 'unknown', error: asClientError(thrown) })
