import { readFileSync } from 'node:fs'

/**
 * Calls back once when one of the package managers that started this process has ended: one that is killed leaves
 * its children running. On Linux the whole chain is watched (npm, npx, pnpm and their shells), elsewhere the parent.
 * @param {() => void} callback
 */
export function onOrphaned(callback) {
  const chain = [process.pid, process.ppid]
  for (let pid = process.ppid; isPackageManager(pid); pid = parentOf(pid)) chain.push(parentOf(pid))
  // What started the first of them, for example a terminal, may end.
  const links = chain.slice(0, -1).map((pid, index) => ({ pid, parent: chain[index + 1] }))
  if (links.length > 1) links.pop()
  const timer = setInterval(() => {
    if (links.every(({ pid, parent }) => parentOf(pid) === parent)) return
    clearInterval(timer)
    callback()
  }, 500)
  timer.unref()
}

/** @param {number} pid */
function isPackageManager(pid) {
  try {
    return /\bp?npm\b|(start|demo)\.mjs/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  } catch {
    return false
  }
}

/** Returns 0 when the process has ended. @param {number} pid */
function parentOf(pid) {
  if (pid === process.pid) return process.ppid
  try {
    // After the name, which stands in parentheses, come the state and the parent.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}
