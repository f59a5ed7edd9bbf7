import type { Context } from '../context.ts'
import { issueCode } from '../state/codes.ts'
import { newCoupon } from '../state/coupons.ts'
import { addUser, findUser, phoneUser, type User } from '../state/users.ts'
import type { SimulatedUser } from '../types.ts'
import type { SimulatorControls } from './types.ts'

/** The controls of users and of what they hold. */
export type UserControls = Pick<
  SimulatorControls,
  'users' | 'addUser' | 'setBalance' | 'createCode' | 'coupons' | 'giveCoupon'
>

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
