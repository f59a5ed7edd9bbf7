import type { Random } from '../crypto/random.ts'

export interface User {
  openid: string
  nickname: string
  /** Colour of the drawn avatar. */
  colour: string
  /** 零钱, in fen. */
  balance: number
  isSnapshot: boolean
}

/** A new user of the account. */
export const createUser = (random: Random, user: Omit<User, 'openid'>): User => ({
  openid: `o${random.word(27)}`,
  ...user,
})

/** The users of a new simulator. */
export const createUsers = (random: Random): User[] =>
  [
    { nickname: '小明', colour: '#3d7a5c', balance: 12_850, isSnapshot: false },
    { nickname: '阿芳', colour: '#b5643c', balance: 520, isSnapshot: false },
    { nickname: '微信用户', colour: '#8a8f98', balance: 0, isSnapshot: true },
  ].map((user) => createUser(random, user))

const COLOURS = ['#3d7a5c', '#b5643c', '#4a6b96', '#8a5a8f', '#7a6a2c']

/** Adds a user after the others. */
export function addUser(
  users: User[],
  random: Random,
  user: Pick<User, 'nickname' | 'balance' | 'isSnapshot'>,
): User {
  const colour = COLOURS[users.length % COLOURS.length] ?? '#8a8f98'
  const added = createUser(random, { ...user, colour })
  users.push(added)
  return added
}

export const findUser = (users: User[], openid: string | undefined): User | undefined =>
  users.find((one) => one.openid === openid)

/** The phone's user: the one whom the cookie names, else the first. */
export function phoneUser(users: User[], openid: string | undefined): User {
  const found = findUser(users, openid) ?? users[0]
  if (!found) throw new Error('The simulator has no users')
  return found
}

/** A square with the first character of the nickname. */
export function avatarSvg({ nickname, colour }: User): string {
  const letter = nickname.match(/./su)?.[0] ?? ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 132 132" width="132" height="132"><rect width="132" height="132" fill="${colour}"/><text x="66" y="66" dy=".36em" text-anchor="middle" fill="#fff" font-size="64" font-family="-apple-system,'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif">${letter}</text></svg>`
}
