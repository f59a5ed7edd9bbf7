import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { invoke, payArgs, startPayment } from './bridge-in-page.ts'
import { startShop, visit, type Visit } from './shop.ts'
import { payment, startStubWeixin, type StubWeixin } from './stub-weixin.ts'

let browser: Browser
let weixin: StubWeixin
let shop: { url: string; close(): Promise<void> }
let visited: Visit
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  weixin = await startStubWeixin()
  shop = await startShop(weixin.url)
  visited = await visit(browser, shop.url)
  page = visited.page
})
afterEach(async () => {
  await page.context().close()
  await Promise.all([shop.close(), weixin.close()])
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const typePin = () => page.keyboard.type('831746')
const ok = { err_msg: 'get_brand_wcpay_request:ok' }
const cancel = { err_msg: 'get_brand_wcpay_request:cancel' }

test('a payment: sum, PIN, success; only 完成 answers ok', async () => {
  const { answered } = await startPayment(page)
  const sheet = page.getByRole('dialog', { name: '山前茶铺（模拟商户）' })
  await sheet.waitFor()
  expect(await sheet.innerText()).toContain('模拟 SIMULATOR · 不会真实扣款 no real money')
  expect(await sheet.innerText()).toContain('零钱（剩余¥128.50）')
  await button('立即支付').click()
  for (const digit of ['1', '2', '3', '4', '5']) await button(digit).click()
  await page.getByRole('img', { name: '已输入 5 位，共 6 位' }).waitFor()
  await button('删除').click()
  await page.getByRole('img', { name: '已输入 4 位，共 6 位' }).waitFor()
  await button('0').click()
  await button('6').click()
  await page.getByRole('status').getByText('支付成功').or(page.getByText('支付成功')).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  expect(await page.evaluate('window.answer')).toBeUndefined()
  await button('完成').click()
  expect(await answered).toEqual(ok)
  expect(weixin.requests).toEqual([
    {
      path: 'payments',
      body: { page: `${shop.url}/`, landing: `${shop.url}/`, platform: 'desktop', args: payArgs },
    },
    { path: `payments/${payment.prepayId}`, body: { method: 'balance' } },
  ])
})

test('with the keyboard alone: focus starts on 立即支付 and goes back to the button of the page', async () => {
  const { answered } = await startPayment(page)
  await button('立即支付').waitFor()
  expect(await focused()).toBe('立即支付')
  const around = []
  for (let step = 0; step < 6; step += 1) {
    await page.keyboard.press('Shift+Tab')
    around.push(await focused())
  }
  expect(around.slice(0, 2)).toEqual(['付款方式', '关闭'])
  expect(around).not.toContain('购买')
  await button('立即支付').focus()
  await page.keyboard.press('Enter')
  expect(await focused()).toBe('1')
  await typePin()
  await button('完成').waitFor()
  expect(await focused()).toBe('完成')
  await page.keyboard.press('Enter')
  expect(await answered).toEqual(ok)
  expect(await focused()).toBe('购买')
})

test('the digits stay where they were typed: no request has them, and the page gets no key and no tap', async () => {
  await page.evaluate(() => {
    const events: string[] = []
    Object.assign(window, { events })
    for (const type of ['keydown', 'keyup', 'click', 'pointerdown']) {
      document.addEventListener(type, () => events.push(type))
    }
  })
  const { answered } = await startPayment(page)
  await button('立即支付').waitFor()
  expect(await page.evaluate('window.events.splice(0)')).toEqual(['pointerdown', 'click'])
  await button('立即支付').click()
  await typePin()
  await button('完成').click()
  await answered
  expect(await page.evaluate('window.events')).toEqual([])
  expect(JSON.stringify(visited.requests)).not.toContain('831746')
  expect(weixin.requests.at(-1)?.body).toEqual({ method: 'balance' })
})

test.each(['Escape', '关闭'])(
  '%s asks first; 继续付款 goes on, 放弃 answers cancel',
  async (name) => {
    const { answered } = await startPayment(page)
    await button('立即支付').click()
    await page.keyboard.type('12')
    const leave = () => (name === '关闭' ? button('关闭').click() : page.keyboard.press('Escape'))
    await leave()
    const question = page.getByRole('alertdialog', { name: '是否放弃本次付款？' })
    await question.waitFor()
    expect(await question.innerText()).toContain('不会真实扣款 no real money')
    expect(await focused()).toBe('继续付款')
    await button('继续付款').click()
    await page.getByRole('img', { name: '已输入 2 位，共 6 位' }).waitFor()
    await leave()
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    await leave()
    await button('放弃').click()
    expect(await answered).toEqual(cancel)
    await expect
      .poll(() => weixin.requests.map(({ path }) => path))
      .toEqual(['payments', `payments/${payment.prepayId}/cancel`])
    expect(await focused()).toBe('购买')
  },
)

test('a sheet that was closed leaves no connection behind: many can follow on one page', async () => {
  // A browser opens six connections to one host.
  for (let closed = 0; closed < 8; closed++) {
    const { answered } = await startPayment(page)
    await button('关闭').click()
    await button('放弃').click()
    expect(await answered).toEqual(cancel)
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
})

const poor = () => {
  weixin.answers['payments'] = { payment: { ...payment, balance: 100 } }
  weixin.answers[`payments/${payment.prepayId}`] = ({ body }) =>
    body['method'] === 'card'
      ? { paid: true }
      : { refused: { dialog: '零钱余额不足，请更换付款方式', response: cancel } }
}

test('no balance: the dialog says so; 取消 answers what WeChat says', async () => {
  poor()
  const { answered } = await startPayment(page)
  await button('立即支付').click()
  await typePin()
  const dialog = page.getByRole('alertdialog', { name: '支付失败' })
  expect(await dialog.innerText()).toContain('零钱余额不足，请更换付款方式')
  await button('取消').click()
  expect(await answered).toEqual(cancel)
})

test('no balance: 更换付款方式 offers the bank card, which pays', async () => {
  poor()
  const { answered } = await startPayment(page)
  await button('立即支付').click()
  await typePin()
  await button('更换付款方式').click()
  const methods = page.getByRole('dialog', { name: '选择付款方式' })
  await methods.waitFor()
  expect(await methods.innerText()).toContain('不会真实扣款 no real money')
  expect(await page.getByRole('button', { name: /零钱.*余额不足/ }).isDisabled()).toBe(true)
  await button('模拟银行 储蓄卡（尾号 0000）').click()
  await methods.waitFor({ state: 'detached' })
  expect(await page.getByRole('dialog').innerText()).toContain('模拟银行 储蓄卡（尾号 0000）')
  await button('立即支付').click()
  await page.getByRole('img', { name: '已输入 0 位，共 6 位' }).waitFor()
  await typePin()
  await button('完成').waitFor()
  expect(await page.getByRole('dialog').innerText()).toContain('模拟银行 储蓄卡（尾号 0000）')
  await button('完成').click()
  expect(await answered).toEqual(ok)
  expect(weixin.requests.slice(1).map(({ body }) => body)).toEqual([
    { method: 'balance' },
    { method: 'card' },
  ])
})

test('付款方式 changes the way to pay and back, also between two digits', async () => {
  const { answered } = await startPayment(page)
  const row = page.getByRole('button', { name: '付款方式', exact: false })
  await row.click()
  expect(await focused()).toContain('零钱（剩余¥128.50）')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await row.innerText()).toContain('尾号 0000')
  await row.click()
  await page.keyboard.press('Escape')
  expect(await row.innerText()).toContain('尾号 0000')
  expect(await focused()).toBe('立即支付')
  await page.keyboard.press('Enter')
  await page.keyboard.type('12')
  await row.click()
  await button('返回').click()
  await row.click()
  await button('零钱（剩余¥128.50）').click()
  await page.getByRole('img', { name: '已输入 2 位，共 6 位' }).waitFor()
  await page.keyboard.type('3456')
  await button('完成').click()
  expect(await answered).toEqual(ok)
  expect(weixin.requests.at(-1)?.body).toEqual({ method: 'balance' })
})

test("a refusal is shown in WeChat's own words before it is answered", async () => {
  weixin.answers['payments'] = { refused: { dialog: '支付验证签名失败', response: cancel } }
  const { answered } = await startPayment(page)
  const dialog = page.getByRole('alertdialog', { name: '支付验证签名失败' })
  await dialog.waitFor()
  expect(await dialog.innerText()).toContain('模拟 SIMULATOR')
  expect(await page.evaluate('window.answer')).toBeUndefined()
  await button('确定').click()
  expect(await answered).toEqual(cancel)
})

test('a refusal without a dialog is answered at once', async () => {
  weixin.answers['payments'] = { refused: { dialog: null, response: { err_msg: 'x:fail' } } }
  expect(await invoke(page, 'getBrandWCPayRequest', payArgs)).toEqual({ err_msg: 'x:fail' })
})

test('the page behind stays where it is', async () => {
  await startPayment(page)
  await button('立即支付').waitFor()
  await page.mouse.move(200, 200)
  await page.mouse.wheel(0, 500)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  expect(await page.evaluate('scrollY')).toBe(0)
})

test('two at once: one sheet, the second fails, the first goes on', async () => {
  const { answered } = await startPayment(page)
  await button('立即支付').waitFor()
  const second = await invoke(page, 'getBrandWCPayRequest', payArgs)
  expect(second).toEqual({ err_msg: 'get_brand_wcpay_request:fail' })
  expect(await page.locator('weixin-simulator').count()).toBe(1)
  await button('立即支付').click()
  await typePin()
  await button('完成').click()
  expect(await answered).toEqual(ok)
})

test('when the answer to a payment is lost, the dialog claims nothing about the money', async () => {
  weixin.answers[`payments/${payment.prepayId}`] = () => weixin.close().then(() => ({}))
  const { answered } = await startPayment(page)
  await button('立即支付').click()
  await typePin()
  await page.getByText('若已扣款，订单会自动更新').waitFor()
  await button('确定').click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:fail' })
})

/** The text or label of what has the focus, inside the sheet or in the page. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement
    const name = inner?.getAttribute('aria-label') ?? inner?.querySelector('.name')?.textContent
    return name ?? inner?.textContent ?? ''
  })
}
