import type { Context } from '../context.ts'
import { issueCode } from '../state/codes.ts'
import { newCoupon } from '../state/coupons.ts'
import { addUser, findUser, phoneUser, type User } from '../state/users.ts'
import type { SimulatedCoupon, SimulatedUser } from '../types.ts'

/** A user to be added. */
export interface NewUser {
  /** 1 to 32 characters. */
  nickname: string
  /** 零钱 in fen; default 10000. */
  balance?: number
  /** A virtual user of the snapshot page (快照页); default false. */
  isSnapshot?: boolean
}

/** A coupon (代金券) that a user gets. */
export interface NewCoupon {
  /** By how much the payer pays less, in fen. */
  amount: number
  /** Who gets it; default: the phone's default user. */
  openid?: string
  /** The smallest order that it can be used for, in fen; default: 1 fen more than `amount`. */
  minimum?: number
  /** What the payer reads; default 模拟代金券. */
  name?: string
  /** Default CASH: the merchant still gets the order's whole amount. NOCASH: the merchant gets less. */
  type?: 'CASH' | 'NOCASH'
}

/** Whose sign-in code is made. */
export interface CodeRequest {
  /** The user. */
  openid: string
  /** The scope of the sign-in. */
  scope: 'snsapi_base' | 'snsapi_userinfo'
}

/** A sign-in code. */
export interface IssuedCode {
  /** It is used once, within five minutes. */
  code: string
}

/** The controls of users and of what they hold. */
export interface UserControls {
  /** The users of the account; the first is the phone's default user. */
  users(): SimulatedUser[]
  /** Adds a user; the balance is 100 yuan unless it is given, in fen. */
  addUser(user: NewUser): Promise<SimulatedUser>
  /** Sets the 零钱 of a user, in fen. */
  setBalance(openid: string, balance: number): Promise<SimulatedUser>
  /** The coupons that users hold and have not used. */
  coupons(): SimulatedCoupon[]
  /** A user gets a coupon, which makes one payment cheaper: payer_total and cash_fee are then less than the total. */
  giveCoupon(coupon: NewCoupon): Promise<SimulatedCoupon>
  /** Makes a sign-in code, as the authorize address does. */
  createCode(request: CodeRequest): Promise<IssuedCode>
}

/** The balance of a new user, in fen. */
const USUAL_BALANCE = 10_000

/** The users of the account, in a test's or a person's hands. */
export function createUserControls(context: Context): UserControls {
  const { state, clock, random } = context
  const shownUser = ({ openid, nickname, balance, isSnapshot }: User): SimulatedUser => {
    const avatar = `${context.url}/simulator/avatars/${openid}.svg`
    return { openid, nickname, avatar, balance, isSnapshot }
  }
  const userWith = (openid: string): User => {
    const user = findUser(state.users, openid)
    if (!user) throw new Error(`There is no user ${openid}`)
    return user
  }
  return {
    users: () => state.users.map(shownUser),
    async addUser({ nickname, balance = USUAL_BALANCE, isSnapshot = false }) {
      const name = nickname.trim()
      if (name === '' || name.length > 32) throw new Error('nickname needs 1 to 32 characters')
      const user = addUser(state.users, random, { nickname: name, balance, isSnapshot })
      await context.save()
      return shownUser(user)
    },
    async setBalance(openid, balance) {
      const user = userWith(openid)
      user.balance = balance
      await context.save()
      return shownUser(user)
    },
    async createCode({ openid, scope }) {
      const of = { appId: state.account.credentials.appId, openid: userWith(openid).openid, scope }
      const { code } = issueCode(state.codes, of, clock.now(), random)
      await context.save()
      return { code }
    },
    coupons: () => structuredClone(state.coupons),
    async giveCoupon({ amount, openid, minimum = amount + 1, name = '模拟代金券', type = 'CASH' }) {
      if (!Number.isSafeInteger(amount) || amount < 1)
        throw new Error('amount must be a whole number of fen, at least 1')
      if (!Number.isSafeInteger(minimum) || minimum <= amount)
        throw new Error(
          'minimum must be larger than amount: WeChat makes no coupon for a whole order',
        )
      const holder = openid === undefined ? phoneUser(state.users, undefined) : userWith(openid)
      const coupon = newCoupon(random, { openid: holder.openid, name, type, amount, minimum })
      state.coupons.push(coupon)
      await context.save()
      return { ...coupon }
    },
  }
}
