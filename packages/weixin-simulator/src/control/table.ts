import type { SimulatorControls } from './types.ts'
import type { Forgery, LogEntry } from '../types.ts'
import type { BodyOf, Fields } from './fields.ts'

/** What a control works on. */
export type ControlTarget = Omit<SimulatorControls, 'close'> & {
  /** The log's entries with an id above this one. */
  entries: (after: number) => LogEntry[]
}

/**
 * One control: a method and a path below /simulator, its fields, and what it does. GET reads, PUT replaces a value that there
 * is, POST makes something new or makes something happen.
 */
export interface Control<Fs extends Fields = Fields, Result = unknown> {
  method: 'GET' | 'POST' | 'PUT'
  /** Below /simulator; a part in braces is a field too. */
  path: `/${string}`
  /** What it does, in one sentence. */
  about: string
  /** The fields of the JSON body, or of the query of a GET. */
  fields: Fs
  // A method, so that a list of all controls has one type: `checkFields` stands before each call.
  run(target: ControlTarget, body: BodyOf<Fs>): Result
}

const control = <const Fs extends Fields, Result>(one: Control<Fs, Result>): Control<Fs, Result> =>
  one

const text = (about: string) => ({ type: 'string', about }) as const
const needed = (about: string) => ({ type: 'string', about, required: true }) as const
const fen = (about: string) =>
  ({ type: 'integer', min: 0, max: 100_000_000, about, required: true }) as const

/** The one of these fields that is given. */
function oneOf(given: Record<string, string | undefined>): string {
  const values = Object.values(given).filter((value) => value !== undefined)
  const [value] = values
  if (value === undefined || values.length > 1)
    throw new TypeError(`One of ${Object.keys(given).join(', ')} is needed`)
  return value
}

const isForgery = (value: string): value is Forgery => value !== ''

/** All controls, by name: the routes, the typed client, the command line and the OpenAPI document are made from it. */
export const CONTROLS = {
  info: control({
    method: 'GET',
    path: '/info',
    about: 'The addresses of the simulator.',
    fields: {},
    run: ({ url, secureUrl }) => ({ url, secureUrl }),
  }),
  credentials: control({
    method: 'GET',
    path: '/credentials',
    about: 'What WeChat’s consoles give to the account and the merchant: ids, secrets, keys.',
    fields: {},
    run: ({ credentials }) => ({ ...credentials }),
  }),
  users: control({
    method: 'GET',
    path: '/users',
    about: 'The users of the account; the first is the phone’s default user.',
    fields: {},
    run: (target) => target.users(),
  }),
  addUser: control({
    method: 'POST',
    path: '/users',
    about: 'Adds a user.',
    fields: {
      nickname: needed('1 to 32 characters.'),
      balance: {
        type: 'integer',
        min: 0,
        max: 100_000_000,
        about: '零钱 in fen; default 10000.',
      },
      isSnapshot: { type: 'boolean', about: 'A virtual user of the snapshot page; default false.' },
    },
    run: (target, { nickname, balance, isSnapshot }) =>
      target.addUser({
        nickname,
        ...(balance !== undefined && { balance }),
        ...(isSnapshot !== undefined && { isSnapshot }),
      }),
  }),
  setBalance: control({
    method: 'PUT',
    path: '/users/{openid}',
    about: 'Sets the 零钱 of a user.',
    fields: { openid: needed('The user.'), balance: fen('In fen, at most 100000000.') },
    run: (target, { openid, balance }) => target.setBalance(openid, balance),
  }),
  coupons: control({
    method: 'GET',
    path: '/coupons',
    about: 'The coupons (代金券) that users hold and have not used.',
    fields: {},
    run: (target) => target.coupons(),
  }),
  giveCoupon: control({
    method: 'POST',
    path: '/coupons',
    about:
      'A user gets a coupon: payer_total and cash_fee of a payment with it are less than the total.',
    fields: {
      amount: {
        type: 'integer',
        min: 1,
        max: 100_000_000,
        required: true,
        about: 'By how much the payer pays less, in fen.',
      },
      openid: text('Who gets it; default: the phone’s default user.'),
      minimum: {
        type: 'integer',
        min: 2,
        max: 100_000_000,
        about: 'The smallest order for it, in fen; default: 1 more than the amount.',
      },
      name: text('What the payer reads; default 模拟代金券.'),
      type: {
        type: 'string',
        oneOf: ['CASH', 'NOCASH'],
        about: 'NOCASH: the merchant gets less by the amount; default CASH.',
      },
    },
    run: (target, { amount, openid, minimum, name, type }) =>
      target.giveCoupon({
        amount,
        ...(openid !== undefined && { openid }),
        ...(minimum !== undefined && { minimum }),
        ...(name !== undefined && { name }),
        ...(type !== undefined && { type }),
      }),
  }),
  createCode: control({
    method: 'POST',
    path: '/codes',
    about: 'Makes a sign-in code, as the authorize address does.',
    fields: {
      openid: needed('The user.'),
      scope: {
        type: 'string',
        required: true,
        oneOf: ['snsapi_base', 'snsapi_userinfo'],
        about: 'The scope of the sign-in.',
      },
    },
    run: (target, { openid, scope }) => target.createCode({ openid, scope }),
  }),
  pay: control({
    method: 'POST',
    path: '/payments',
    about:
      'The payer pays an order: out of 零钱, else with a bank card. Exactly one field names the order.',
    fields: {
      prepayId: text('The prepay_id.'),
      codeUrl: text('The code_url of a Native order.'),
      h5Url: text('The h5_url (v2: mweb_url) of an H5 order.'),
      outTradeNo: text('The out_trade_no.'),
      openid: text('The payer; default: the order’s, else the phone’s default user.'),
      coupons: { type: 'strings', about: 'The coupon_ids of coupons that the payer uses.' },
      evenIfClosed: {
        type: 'boolean',
        about: 'A payment that was under way when the merchant closed the order; default false.',
      },
    },
    run: (target, { openid, coupons, evenIfClosed, prepayId, codeUrl, h5Url, outTradeNo }) =>
      target.payer.pay(oneOf({ prepayId, codeUrl, h5Url, outTradeNo }), {
        ...(openid !== undefined && { openid }),
        ...(coupons !== undefined && { coupons }),
        ...(evenIfClosed !== undefined && { evenIfClosed }),
      }),
  }),
  orders: control({
    method: 'GET',
    path: '/orders',
    about: 'All orders, oldest first.',
    fields: {},
    run: (target) => target.orders(),
  }),
  refunds: control({
    method: 'GET',
    path: '/refunds',
    about: 'All refunds, oldest first.',
    fields: {},
    run: (target) => target.refunds(),
  }),
  refundInConsole: control({
    method: 'POST',
    path: '/console-refunds',
    about: 'A person refunds all that is left of a payment on the merchant platform.',
    fields: {
      transactionId: needed('The payment’s transaction_id.'),
      notifyUrl: needed('Where the merchant platform sends the notification.'),
    },
    run: (target, body) => target.refundInConsole(body),
  }),
  endRefund: control({
    method: 'POST',
    path: '/refunds/{outRefundNo}/end',
    about: 'Ends a refund that is PROCESSING or ABNORMAL.',
    fields: {
      outRefundNo: needed('The out_refund_no.'),
      status: {
        type: 'string',
        required: true,
        oneOf: ['SUCCESS', 'CLOSED', 'ABNORMAL'],
        about: 'How it ends.',
      },
    },
    run: async (target, { outRefundNo, status }) => {
      await target.endRefund(outRefundNo, status)
      return { outRefundNo, status }
    },
  }),
  notifications: control({
    method: 'GET',
    path: '/notifications',
    about: 'All notifications, oldest first, with their bodies.',
    fields: {},
    run: (target) => target.notifications.list(),
  }),
  deliver: control({
    method: 'POST',
    path: '/notifications/{about}/deliveries',
    about: 'Sends the last notification about this transaction or refund once more, now.',
    fields: { about: needed('The transaction_id or refund_id.') },
    run: (target, { about }) => target.notifications.deliver(about),
  }),
  forge: control({
    method: 'POST',
    path: '/notifications/{about}/forgeries',
    about: 'Sends a forged copy of the last notification about this transaction or refund.',
    fields: {
      about: needed('The transaction_id or refund_id.'),
      forgery: {
        type: 'string',
        required: true,
        oneOf: [
          'other-key',
          'no-signature',
          'changed-body',
          'other-serial',
          'old',
          'missing-timestamp',
        ],
        about: 'What is wrong with it.',
      },
    },
    run: (target, { about, forgery }) => {
      if (!isForgery(forgery)) throw new TypeError('forgery is needed')
      return target.notifications.forge(forgery, about)
    },
  }),
  sendForeign: control({
    method: 'POST',
    path: '/foreign-notifications',
    about: 'Sends a notification of another product, signed and sealed as WeChat Pay does.',
    fields: {
      url: needed('The address of the server.'),
      type: needed('event_type, for example MCHTRANSFER.BILL.FINISHED.'),
      summary: text('summary; default the event type.'),
      kind: needed('original_type, to which the sealed part is bound.'),
      resource: { type: 'object', required: true, about: 'What is sealed with the APIv3 key.' },
    },
    run: (target, { summary, ...body }) =>
      target.notifications.foreign({ ...body, ...(summary !== undefined && { summary }) }),
  }),
  idle: control({
    method: 'POST',
    path: '/notifications/idle',
    about: 'Answers when no delivery is under way.',
    fields: {},
    run: async (target) => {
      await target.notifications.idle()
      return { idle: true }
    },
  }),
  advance: control({
    method: 'POST',
    path: '/clock',
    about:
      'Moves the simulator’s clock; answers when all deliveries that became due were answered.',
    fields: {
      advance: { type: 'integer', min: 0, max: 316_224_000, required: true, about: 'In seconds.' },
    },
    run: async (target, { advance }) => {
      await target.advance(advance)
      return { advanced: advance }
    },
  }),
  jsSdk: control({
    method: 'GET',
    path: '/js-sdk',
    about: 'The functions of the JS-SDK, and what the phone answers to each.',
    fields: {},
    run: (target) => target.phone.commands(),
  }),
  setJsSdkAnswer: control({
    method: 'PUT',
    path: '/js-sdk/{name}',
    about: 'What the phone answers when a page calls this function of the JS-SDK.',
    fields: {
      name: needed('The name in wx, or on the bridge.'),
      kind: {
        type: 'string',
        required: true,
        oneOf: ['answer', 'cancel', 'deny', 'silent'],
        about: 'The user goes through with it, cancels or refuses; or no answer ever comes.',
      },
      fields: { type: 'object', about: 'Fields of the answer, in place of the usual ones.' },
    },
    run: (target, { name, kind, fields }) => {
      const isAnswer = kind === 'answer' && fields !== undefined
      target.phone.setAnswer(name, isAnswer ? { kind, fields } : { kind })
      return target.phone.commands().find(({ native, wx }) => [native, wx].includes(name))
    },
  }),
  endSheet: control({
    method: 'POST',
    path: '/sheets',
    about: 'Ends the open payment sheets, or the next one as soon as it opens.',
    fields: {
      outcome: {
        type: 'string',
        required: true,
        oneOf: ['paid', 'cancel', 'fail', 'lost'],
        about: 'What the page is answered: ok, cancel, fail, or nothing.',
      },
      prepayId: text('The sheet; default: each open one, else the next.'),
    },
    run: (target, { outcome, prepayId }) => ({ applies: target.sheets.end(outcome, prepayId) }),
  }),
  registered: control({
    method: 'GET',
    path: '/registered',
    about: 'The addresses that WeChat’s consoles have on record.',
    fields: {},
    run: (target) => target.phone.registered(),
  }),
  register: control({
    method: 'PUT',
    path: '/registered',
    about: 'Replaces the lists of addresses that are given; an absent one stays.',
    fields: {
      jsDomains: { type: 'strings', about: 'JS接口安全域名, at most 5.' },
      signInDomains: { type: 'strings', about: '网页授权域名, at most 2.' },
      payDirectories: { type: 'strings', about: 'JSAPI支付授权目录, at most 5.' },
      h5Domains: { type: 'strings', about: 'H5支付域名, at most 5.' },
    },
    run: (target, { jsDomains, signInDomains, payDirectories, h5Domains }) =>
      target.phone.register({
        ...(jsDomains && { jsDomains }),
        ...(signInDomains && { signInDomains }),
        ...(payDirectories && { payDirectories }),
        ...(h5Domains && { h5Domains }),
      }),
  }),
  subMerchants: control({
    method: 'GET',
    path: '/sub-merchants',
    about: 'The sub-merchants of the service provider.',
    fields: {},
    run: (target) => target.subMerchants(),
  }),
  setSubMerchants: control({
    method: 'PUT',
    path: '/sub-merchants',
    about: 'Replaces the sub-merchants of the service provider.',
    fields: {
      subMerchants: {
        type: 'objects',
        required: true,
        about: 'Each with mchId and, where it has an account of its own, appId.',
      },
    },
    run: (target, { subMerchants }) => {
      target.setSubMerchants(
        subMerchants.map(({ mchId, appId }) => {
          if (typeof mchId !== 'string') throw new TypeError('Each sub-merchant needs an mchId')
          return typeof appId === 'string' ? { mchId, appId } : { mchId }
        }),
      )
      return target.subMerchants()
    },
  }),
  setQuotas: control({
    method: 'PUT',
    path: '/quotas',
    about: 'How many token, stable_token and getticket calls are answered.',
    fields: {
      token: { type: 'integer', min: 0, about: 'A day; absent: no limit.' },
      stable_token: { type: 'integer', min: 0, about: 'A day; absent: no limit.' },
      getticket: { type: 'integer', min: 0, about: 'A day; absent: no limit.' },
    },
    run: (target, { token, stable_token, getticket }) => {
      const quotas = {
        ...(token !== undefined && { token }),
        ...(stable_token !== undefined && { stable_token }),
        ...(getticket !== undefined && { getticket }),
      }
      target.faults.setQuotas(quotas)
      return quotas
    },
  }),
  setAllowlist: control({
    method: 'PUT',
    path: '/allowlist',
    about: 'The addresses that may call token and stable_token.',
    fields: { addresses: { type: 'strings', about: 'Absent: everybody.' } },
    run: (target, { addresses }) => {
      target.faults.setAllowlist(addresses ?? null)
      return { addresses: addresses ?? null }
    },
  }),
  issueCertificate: control({
    method: 'POST',
    path: '/platform/certificates',
    about: 'Makes a platform certificate (平台证书); it signs nothing yet.',
    fields: {
      isListed: { type: 'boolean', about: 'Whether /v3/certificates names it; default true.' },
    },
    run: (target, { isListed }) =>
      target.platform.issue({ ...(isListed !== undefined && { isListed }) }),
  }),
  listCertificate: control({
    method: 'PUT',
    path: '/platform/certificates/{serialNo}',
    about: 'Whether /v3/certificates names this certificate.',
    fields: {
      serialNo: needed('The serial number.'),
      isListed: { type: 'boolean', required: true, about: 'From now on.' },
    },
    run: (target, { serialNo, isListed }) => {
      target.platform.list(serialNo, isListed)
      return { serialNo, isListed }
    },
  }),
  signBy: control({
    method: 'PUT',
    path: '/platform/signers',
    about: 'Who signs from now on, in which shares: by serials and the public key id.',
    fields: {
      shares: { type: 'object', required: true, about: 'A share for each; {}: the public key.' },
    },
    run: (target, { shares }) => {
      const entries = Object.entries(shares).map(([serial, share]) => [serial, Number(share)])
      const given: Record<string, number> = Object.fromEntries(entries)
      target.platform.signBy(given)
      return given
    },
  }),
  log: control({
    method: 'GET',
    path: '/log',
    about: 'The last calls, oldest first, at most 1000.',
    fields: { after: { type: 'integer', about: 'Only entries with a higher id; default 0.' } },
    run: (target, { after = 0 }) => target.entries(after),
  }),
}

/** The name of a control. */
export type ControlName = keyof typeof CONTROLS
