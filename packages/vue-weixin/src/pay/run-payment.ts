import type { Payment } from 'weixin-contract'
import { within } from '../browser/clock.ts'
import { WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'
import { isPassing } from '../http/read-response.ts'
import { type PayState, state, unconfirmed } from './pay-state.ts'
import type { PaymentMethod, PaymentTools, SheetResult } from './payment-method.ts'
import {
  type PollDependencies,
  type PollSchedule,
  type PolledStatus,
  afterCancel,
  afterFail,
  afterOk,
  afterReturn,
  inBackground,
  isFinal,
  pollStatus,
  whilePaying,
  whileShowing,
} from './poll-status.ts'

/** What a payment needs before its method opens. */
export interface Prepared {
  readonly method: PaymentMethod
  /** Null: nothing was ordered. */
  readonly payment: Payment | null
}

/** Where a payment begins: with an order to place, with a sheet that is open already, or with a query of the server. */
export type Start =
  | { from: 'order'; prepared?: Prepared | undefined }
  | { from: 'sheet'; sheet: Promise<SheetResult> }
  | { from: 'server' }

export interface PayDependencies extends PollDependencies {
  readonly orderId: string
  readonly tools: PaymentTools
  /** The methods to try, in this order. */
  readonly methods: readonly PaymentMethod[]
  /** Places the order at WeChat. */
  readonly createPayment: (method: PaymentMethod, signal: AbortSignal) => Promise<Payment | null>
  /** Shows a state. */
  readonly set: (state: PayState) => void
  /** Called when the method opens, with its result. */
  readonly onOpen: (sheet: Promise<SheetResult>, method: PaymentMethod) => void
  /** Called when the sheet is gone although it has returned nothing. */
  readonly onLost: () => void
}

/** Milliseconds for the reply of a sheet after the payer is back on the page. */
const REPLY_MS = 3_000

/**
 * A payment from the tap to its end. Knows neither Vue nor a browser, and never rejects. It goes on after
 * `unconfirmed`, until the outcome is known or two hours are over, and after `cancelled` for one query. After its signal
 * aborted it opens nothing. Up to the opening of a prepared payment nothing is awaited, so that the bridge is called
 * inside the payer's tap.
 */
export async function runPayment(start: Start, deps: PayDependencies): Promise<void> {
  const { set, signal } = deps
  if (start.from === 'server') return confirm(afterReturn, deps)
  if (start.from === 'sheet') {
    set(state('paying'))
    return followSheet(start.sheet, whilePaying, deps)
  }
  set(state('ordering'))
  let prepared: Prepared
  try {
    prepared = start.prepared ?? (await prepare(deps))
  } catch (thrown) {
    return set(state('failed', asClientError(thrown)))
  }
  const { method, payment } = prepared
  if (payment && 'settled' in payment) {
    if (payment.settled === 'paid') return set(state('paid'))
    return payment.settled === 'closed' ? set(closed()) : confirm(afterOk, deps)
  }
  if (signal.aborted) return
  set(state('paying', null, payment ?? undefined))
  const sheet = open(method, payment, deps)
  deps.onOpen(sheet, method)
  return followSheet(sheet, method.surface === 'panel' ? whileShowing : whilePaying, deps)
}

/** Finds a method that can be used, and only then places the order at WeChat. @throws {WeixinClientError} */
export async function prepare(
  deps: Pick<PayDependencies, 'methods' | 'tools' | 'createPayment' | 'clock' | 'signal'>,
): Promise<Prepared> {
  const { clock, createPayment, signal } = deps
  const method = await usableMethod(deps)
  for (let attempt = 1; ; attempt++) {
    try {
      // Safe to repeat: the server responds to a repeated order with the same payment.
      return { method, payment: await createPayment(method, signal) }
    } catch (thrown) {
      const error = asClientError(thrown)
      if (attempt === 3 || !isPassing(error)) throw error
      await clock.wait(attempt * 1000, signal)
      if (signal.aborted) throw error
    }
  }
}

async function usableMethod({
  methods,
  tools,
  signal,
}: Pick<PayDependencies, 'methods' | 'tools' | 'signal'>): Promise<PaymentMethod> {
  const isMiniProgram = tools.environment === 'mini-program'
  let error = new WeixinClientError(isMiniProgram ? 'pay-in-mini-program' : 'not-in-weixin')
  for (const method of methods) {
    if (!method.fits(tools.environment)) continue
    try {
      await method.ready(tools, signal)
      return method
    } catch (thrown) {
      error = asClientError(thrown)
    }
  }
  throw error
}

const closed = (): PayState => state('failed', new WeixinClientError('order-closed'))

/** A method that could not be opened has failed, like one that says so. */
function open(
  method: PaymentMethod,
  payment: Payment | null,
  { orderId, tools }: PayDependencies,
): Promise<SheetResult> {
  const failed = (thrown: unknown): SheetResult => ({
    result: 'fail',
    error: asClientError(thrown),
  })
  try {
    return method.open(payment, orderId, tools).catch(failed)
  } catch (thrown) {
    return Promise.resolve(failed(thrown))
  }
}

/** Waits for the result of the sheet and queries the server meanwhile: whichever says "paid", only the server decides. */
async function followSheet(
  sheet: Promise<SheetResult>,
  schedule: PollSchedule,
  deps: PayDependencies,
): Promise<void> {
  let outcome = await firstOf(sheet, schedule, deps)
  // The payer is back and nothing is paid: the reply of the sheet is due now, or it is lost.
  if ('wokenBy' in outcome && outcome.wokenBy === 'back' && outcome.state !== 'paid')
    outcome =
      (await within(deps.clock, REPLY_MS, deps.signal, (over) =>
        Promise.race([sheet, onAbort(over)]),
      )) ?? outcome
  if (!('result' in outcome) && outcome.state !== 'paid') {
    deps.set(unconfirmed(outcome.error))
    deps.onLost()
    outcome = isFinal(outcome) ? await sheet : await firstOf(sheet, inBackground, deps)
  }
  if ('result' in outcome) return afterSheet(outcome, deps)
  if (outcome.state === 'paid') deps.set(state('paid'))
}

const onAbort = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))

const firstOf = (
  sheet: Promise<SheetResult>,
  schedule: PollSchedule,
  deps: PayDependencies,
): Promise<SheetResult | Awaited<ReturnType<typeof pollStatus>>> =>
  within(deps.clock, schedule.for, deps.signal, (signal) =>
    Promise.race([sheet, pollStatus(schedule, { ...deps, signal })]),
  )

/** No result of a sheet is proof, so each of them is a reason to query the server. */
async function afterSheet(sheet: SheetResult, deps: PayDependencies): Promise<void> {
  const { set } = deps
  if (sheet.result === 'ok') return confirm(afterOk, deps)
  if (sheet.result === 'cancel') {
    set(state('cancelled'))
    const polled = await pollStatus(afterCancel, deps)
    if (polled.state === 'paid') set(state('paid'))
    return
  }
  set(state('confirming'))
  let polled = await pollStatus(afterFail, deps)
  if (polled.state === 'unknown') {
    set(unconfirmed(polled.error))
    if (isFinal(polled)) return
    polled = await pollStatus({ ...inBackground, until: afterFail.until }, deps)
  }
  if (polled.state === 'paid') set(state('paid'))
  else if (polled.state !== 'unknown') set(state('failed', sheet.error))
}

/** Queries the server until it says "paid". */
async function confirm(schedule: PollSchedule, deps: PayDependencies): Promise<void> {
  const { set } = deps
  set(state('confirming'))
  let polled: PolledStatus = await pollStatus(schedule, deps)
  const isClosed = (): boolean => schedule === afterReturn && polled.state === 'closed'
  if (polled.state !== 'paid' && !isClosed()) {
    set(unconfirmed(polled.error))
    if (isFinal(polled)) return
    polled = await pollStatus({ ...inBackground, until: schedule.until }, deps)
  }
  if (polled.state === 'paid') set(state('paid'))
  else if (isClosed()) set(closed())
  else if (isFinal(polled)) set(unconfirmed(polled.error))
}
