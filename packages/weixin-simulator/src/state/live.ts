/** What a page can cause without a signature is held up to this number; the oldest go first. */
const MOST = 1000

/** Adds one to those of the list that still live; the list keeps its identity. */
export function addLive<T>(list: T[], isLive: (one: T) => boolean, added: T): T {
  const live = list.filter(isLive).slice(1 - MOST)
  list.splice(0, list.length, ...live, added)
  return added
}
