import { copyFile, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from '../state/account.ts'
import type { Notification } from '../state/notifications.ts'
import type { Order } from '../state/orders.ts'
import type { Refund } from '../state/refunds.ts'
import type { SavedState, SmallState, State } from '../state/state.ts'
import { isMissing, readJournal, startJournal, type Journal, type Line } from './journal.ts'
import { lockFolder, type FolderLock } from './lock.ts'

/** Where the state is kept across restarts. */
export interface Store {
  /** What an earlier simulator left; undefined: nothing. */
  readonly saved: SavedState | undefined
  /** Resolves when this state, or a later one, is on the disk. Appends what changed, and nothing when nothing did. */
  save(state: State): Promise<void>
  /** Writes into the lock where the holder listens. */
  tell(url: string): Promise<void>
  /** Releases the folder. */
  close(): Promise<void>
}

/** Nothing is kept. */
export const noStore: Store = {
  saved: undefined,
  save: async () => {},
  tell: async () => {},
  close: async () => {},
}

const NAME = 'weixin-simulator.jsonl'
/** The file of the first version, which was rewritten whole at each change. */
const FIRST_NAME = 'weixin-simulator.json'
const VERSION = 2

const SMALL_KEYS: readonly (keyof SmallState)[] = [
  'account',
  'ahead',
  'users',
  'codes',
  'consents',
  'tokens',
  'counters',
  'tickets',
  'webTokens',
  'billLinks',
  'platform',
  'merchant',
  'coupons',
]

/** The newest value of each record, in the order in which the records first came. */
function newest(lines: readonly Line[]): Map<string, Line> {
  const all = new Map<string, Line>()
  for (const line of lines) all.set(`${line.kind} ${line.id}`, line)
  return all
}

function savedIn(lines: Iterable<Line>): SavedState | undefined {
  const small: Partial<SmallState> = {}
  const saved: Omit<SavedState, 'small'> = {
    orders: [],
    closedNumbers: [],
    refunds: [],
    notifications: [],
  }
  for (const { kind, id, value } of lines) {
    // Written by this version of this program, whose types these are.
    if (kind === 'order') saved.orders.push(value as Order)
    else if (kind === 'refund') saved.refunds.push(value as Refund)
    else if (kind === 'notification') saved.notifications.push(value as Notification)
    else if (kind === 'closed') saved.closedNumbers.push(id)
    else if (kind === 'state') Object.assign(small, { [id]: value })
  }
  const account: Account | undefined = small.account
  return account && { ...saved, small: { ...small, account } }
}

/** What changed since the last call, as lines. */
function createCollector(known: Map<string, Line>): (state: State) => Line[] {
  const written = new Map<string, string>()
  for (const { kind, id, value } of known.values())
    if (kind === 'state') written.set(id, JSON.stringify(value))
  return (state) => {
    const lines: Line[] = []
    for (const id of SMALL_KEYS) {
      const text = JSON.stringify(state[id])
      if (written.get(id) === text) continue
      written.set(id, text)
      lines.push({ kind: 'state', id, value: state[id] })
    }
    const add = (kind: string, id: string, value: unknown): void => {
      lines.push({ kind, id, value })
    }
    for (const id of state.closedNumbers.takeUnsaved()) add('closed', id, true)
    for (const order of state.orders.takeUnsaved()) add('order', order.outTradeNo, order)
    for (const refund of state.refunds.takeUnsaved()) add('refund', refund.outRefundNo, refund)
    for (const one of state.notifications.takeUnsaved()) add('notification', one.id, one)
    return lines
  }
}

const warn = (sentence: string): void => process.emitWarning(sentence, 'WeixinSimulatorWarning')

/** Copies a damaged file to another name, and says so. */
async function copyDamaged(path: string, damagedAt: number, lines: number): Promise<void> {
  const aside = `${path}.damaged-${Date.now()}`
  await copyFile(path, aside)
  warn(
    `${path} is damaged at line ${damagedAt}, as after a power cut. A copy is ${aside}. ` +
      `The simulator goes on with the ${lines} lines before it.`,
  )
}

/** Gives the file of another version another name, and says so; a file that is not there is passed over. */
async function setAside(path: string): Promise<void> {
  const aside = `${path}.other-version-${Date.now()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  warn(
    `${path} was written by another version of the simulator, and this one cannot read it. It is now ${aside}. ` +
      'The simulator starts with a new account: its ids, keys, users and orders are new.',
  )
}

/** Opens a folder and locks it; throws FolderInUseError when another simulator has it. */
export async function openStore(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const lock: FolderLock = await lockFolder(folder)
  try {
    await setAside(join(folder, FIRST_NAME))
    return await openLocked(join(folder, NAME), lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function openLocked(path: string, lock: FolderLock): Promise<Store> {
  const { lines = [], damagedAt } = await readJournal(path)
  const [first, ...others] = lines
  const isOurs = first === undefined || (first.kind === 'version' && first.id === String(VERSION))
  const rest = isOurs ? others : []
  if (!isOurs) await setAside(path)
  else if (damagedAt !== null) await copyDamaged(path, damagedAt, rest.length)
  const known = newest(rest)
  const version: Line = { kind: 'version', id: String(VERSION), value: null }
  const journal: Journal = await startJournal(path, [version, ...known.values()])
  const collect = createCollector(known)
  let saving: Promise<void> | undefined
  let waiting: { state: State; done: Promise<void> } | undefined

  /** What could not be written yet. */
  let unwritten: Line[] = []

  async function write(state: State): Promise<void> {
    unwritten = [...unwritten, ...collect(state)]
    if (unwritten.length === 0) return
    await journal.append(unwritten)
    unwritten = []
  }

  return {
    saved: savedIn(known.values()),
    // One write at a time; all who call while it runs share the next one.
    save(state) {
      if (waiting) return waiting.done
      if (saving === undefined) {
        const done = write(state).finally(() => {
          if (saving === done) saving = undefined
        })
        saving = done
        return done
      }
      const previous = saving
      const done = previous
        .catch(() => {})
        .then(() => {
          waiting = undefined
          saving = done
          return write(state)
        })
        .finally(() => {
          if (saving === done) saving = undefined
        })
      waiting = { state, done }
      return done
    },
    tell: (url) => lock.tell(url),
    async close() {
      await waiting?.done.catch(() => {})
      await saving?.catch(() => {})
      await journal.close()
      await lock.release()
    },
  }
}
