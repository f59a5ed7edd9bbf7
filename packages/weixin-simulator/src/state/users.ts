import { randomWord } from '../crypto/random.ts'

export interface User {
  openid: string
  nickname: string
  /** Colour of the drawn avatar. */
  colour: string
  /** 零钱, in fen. */
  balance: number
  isSnapshot: boolean
}

const user = (nickname: string, colour: string, balance: number, isSnapshot = false): User => ({
  openid: `o${randomWord(27)}`,
  nickname,
  colour,
  balance,
  isSnapshot,
})

export const createUsers = (): User[] => [
  user('小明', '#3d7a5c', 12_850),
  user('阿芳', '#b5643c', 520),
  user('微信用户', '#8a8f98', 0, true),
]

const COLOURS = ['#3d7a5c', '#b5643c', '#4a6b96', '#8a5a8f', '#7a6a2c']

/** Adds a user after the others. `balance` in fen. */
export function addUser(
  users: User[],
  nickname: string,
  balance: number,
  isSnapshot: boolean,
): User {
  const colour = COLOURS[users.length % COLOURS.length] ?? '#8a8f98'
  const added = user(nickname, colour, balance, isSnapshot)
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
