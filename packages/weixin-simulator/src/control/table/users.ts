import { control, needed, text } from './control.ts'

/** An amount that is needed, in fen. */
const fen = (about: string) =>
  ({ type: 'integer', min: 0, max: 100_000_000, about, required: true }) as const

/** The users, and what they hold. */
export const usersControls = {
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
}
