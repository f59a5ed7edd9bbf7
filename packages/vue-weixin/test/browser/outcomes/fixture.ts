import type { Page, Request } from 'playwright'
import { expect } from 'vitest'
import type { SheetOutcome } from 'weixin-simulator'
import type { PayStatus } from '../../../src/pay/pay-state.ts'
import { type EnvironmentFacts, type EnvironmentName, environments } from './environments.ts'
import type { BridgeTrouble } from './page-head.ts'
import type { Call, ServerTrouble, Shop } from './shop.ts'

/** What a row may leave out when it opens its page. */
export interface OpenOptions {
  /** Handed to `createWeixin({ payments })`. @default what the environment is given */
  payments?: string
  bridge?: BridgeTrouble
  /** Further words of the page's query, such as `resume`. */
  with?: string[]
}

/** A payer with the shop's page, and all that may happen to both. */
export interface Fixture {
  readonly shop: Shop
  readonly page: Page
  readonly orderId: string
  open(options?: OpenOptions): Promise<void>
  /** Opens the same page anew, as a reload does. */
  reload(): Promise<void>
  tap(button?: string): Promise<void>
  /** Resolves when an instance shows a status; moves the clocks by `every` milliseconds between two looks. */
  until(status: PayStatus, options?: { every?: number; instance?: number }): Promise<void>
  /** Moves the clocks of the page, the shop and WeChat. */
  wait(ms: number): Promise<void>
  /** Moves the clocks. The page must not query the server meanwhile. */
  quietFor(ms: number): Promise<void>
  /** The sheet is on the screen. */
  sheet(): Promise<void>
  /** The user, or a fault, ends the sheet that is open. */
  endSheet(outcome: SheetOutcome): Promise<void>
  /** The payer pays, on whatever is shown. */
  pay(): Promise<void>
  /** Somebody pays the order elsewhere, and the page learns nothing of it. */
  payElsewhere(): Promise<void>
  /** The payer comes back to the page from another app. */
  comeBack(): Promise<void>
  fail(call: Call, trouble: ServerTrouble | null): void
  /** Whether the device has no network. */
  offline(is: boolean): Promise<void>
  /** What the row has come to. */
  seen(): Promise<Seen>
}

/** What a row comes to. */
export interface Seen {
  /** Every status of the first instance in turn. `|`: from here on it is another page or component. */
  trail: string
  /** `error.code` at the end. */
  error?: string
  /** The payment sheets that were opened. @default 0 */
  sheets?: number
  /** The statuses of a second instance on the same page. */
  second?: string
}

export function openFixture(
  shop: Shop,
  page: Page,
  environment: EnvironmentName,
): Fixture & { close(): Promise<void> } {
  const facts: EnvironmentFacts = environments[environment]
  const { simulator } = shop
  const orderId = shop.addOrder()
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  // What the shop's server is responding to. Its clock does not move meanwhile, or the page would give the request up.
  const underWay = new Set<Request>()
  page.on('request', (request) => {
    if (request.url().startsWith(`${shop.url}/weixin/`)) underWay.add(request)
  })
  page.on('requestfinished', (request) => underWay.delete(request))
  page.on('requestfailed', (request) => underWay.delete(request))
  let hasHung = false
  const atWeixin = () => simulator.orders().findLast(({ attach }) => attach === orderId)
  const output = (name: string, instance = 0) => page.locator(`output.${name}`).nth(instance)
  const stored = (name: string): Promise<string | null> =>
    page.evaluate((key) => sessionStorage.getItem(key), name)

  const fixture: Fixture = {
    shop,
    page,
    orderId,
    async open({ payments = facts.payments, bridge = 'none', with: words = [] } = {}) {
      shop.bridge = bridge
      const query = new URLSearchParams({ order: orderId, payments })
      if (facts.simulated) query.set('environment', facts.simulated)
      if (facts.userAgent !== undefined) query.set('userAgent', facts.userAgent)
      for (const word of words) query.set(word, '')
      await page.goto(`${shop.url}/?${query}`)
    },
    reload: async () => void (await page.reload()),
    tap: (name = '支付') => page.getByRole('button', { name, exact: true }).first().click(),
    until: (status, { every = 0, instance = 0 } = {}) =>
      expect
        .poll(
          async () => {
            const text = await output('status', instance).textContent()
            if (text !== status && every > 0 && (underWay.size === 0 || hasHung))
              await fixture.wait(every)
            return text
          },
          { timeout: 8_000, interval: 10, message: `${environment}, ${orderId}` },
        )
        .toBe(status),
    async wait(ms) {
      shop.wait(ms)
      // Over minutes each timer falls due once, so that no request is given up because its time is over, too.
      await (ms < 60_000 ? page.clock.runFor(ms) : page.clock.fastForward(ms))
    },
    async quietFor(ms) {
      const before = shop.requests.length
      await fixture.wait(ms)
      expect(shop.requests).toHaveLength(before)
    },
    sheet: () => page.getByRole('button', { name: '立即支付' }).waitFor(),
    async endSheet(outcome) {
      await fixture.sheet()
      simulator.sheets.end(outcome)
      await page.locator('weixin-simulator').waitFor({ state: 'detached' })
    },
    async pay() {
      if (facts.paysBy === 'sheet') {
        await fixture.sheet()
        await simulator.pay(atWeixin()?.outTradeNo ?? '')
      } else if (facts.paysBy === 'code') {
        await simulator.pay((await output('code-url').textContent()) ?? '')
      } else if (facts.paysBy === 'page') {
        await page.waitForURL(`${simulator.url}/**`)
        await simulator.pay(page.url())
        await page.getByRole('link', { name: '返回商家' }).click()
      } else {
        // The mini program orders and pays with its own server, which shares the shop's database.
        shop.order(orderId).transactionId = '4200000000202611260000000001'
        await fixture.comeBack()
      }
    },
    async payElsewhere() {
      await simulator.pay(atWeixin()?.outTradeNo ?? '')
    },
    comeBack: () => page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange'))),
    fail(call, trouble) {
      hasHung ||= trouble === 'hang'
      if (trouble === null) shop.troubles.delete(call)
      else shop.troubles.set(call, trouble)
    },
    offline: (is) => page.context().setOffline(is),
    async seen() {
      const [trail, second, error, sheets, overlaps] = await Promise.all([
        stored('trail-0'),
        stored('trail-1'),
        output('error').textContent(),
        stored('sheets'),
        stored('overlaps'),
      ])
      // A second sheet over an open one is never right.
      expect(overlaps).toBeNull()
      return {
        trail: trail ?? '',
        ...(second !== null && { second }),
        ...(error && { error }),
        ...(sheets !== null && { sheets: Number(sheets) }),
      }
    },
  }
  return {
    ...fixture,
    async close() {
      shop.troubles.clear()
      shop.bridge = 'none'
      await page.context().setOffline(false)
      page.removeAllListeners()
      if (errors.length > 0) throw new AggregateError(errors, 'The page threw')
    },
  }
}
