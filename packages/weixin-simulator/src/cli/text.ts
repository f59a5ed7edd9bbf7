import type { LogEntry } from '../types.ts'

/** What `--help` prints. */
export const HELP = `weixin-simulator: a WeChat of your own on this machine. No real money moves.

Usage
  weixin-simulator [options]                          start it
  weixin-simulator trigger FAULT [--field value …]    make something go wrong in a running one
  weixin-simulator call CONTROL [--field value …]     use a control of a running one
  weixin-simulator list                               the faults and the controls, with their fields

Options of a start
  -p, --port N       default 7788; a taken port is followed by the next free one; 0: any free port
      --host HOST    default 127.0.0.1; beyond loopback the controls need a token
      --lan          listen on the network and print a QR code for a real phone's browser
      --url URL      how the simulator is reached, from a container or through a tunnel
      --token TOKEN  the token of the controls; default: a random one
      --name NAME    the account's and the merchant's display name
      --folder DIR   keep ids, keys, users and orders here; default: memory only
      --seed TEXT    make ids and everything else random repeatable
      --page URL     the page under test, for the dashboard's phone
      --notify-ca F  a certificate authority (PEM) of a notify_url with https
      --env          print lines that a .env file takes as they are, and nothing else
      --json         print one line of JSON (addresses and credentials) and nothing else
  -q, --quiet        do not show calls

Options of trigger and call
      --url URL      default http://localhost:7788
      --token TOKEN  where the simulator listens beyond loopback

  -h, --help   -v, --version

Exit codes: 0 it ended as asked, 1 it failed, 2 the command line is wrong. NO_COLOR switches colours off.
`

/** Colours, where a person looks and did not forbid them. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  green(text: string): string
  red(text: string): string
}

/** Colours for this stream: none when it is no terminal, or when NO_COLOR is set (no-color.org). */
export function paintFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const isColoured = stream.isTTY === true && (env['NO_COLOR'] ?? '') === ''
  const paint =
    (open: number, close: number) =>
    (text: string): string =>
      isColoured ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return { bold: paint(1, 22), dim: paint(2, 22), green: paint(32, 39), red: paint(31, 39) }
}

/** A call in one line; a refused one in three: what WeChat answered, and why. */
export function shownCall(entry: LogEntry, paint: Paint): string {
  const { call, milliseconds, response, reason } = entry
  const { status, code = '' } = response
  const answer = `${status}${code === '' ? '' : ` ${code}`}`
  const isGood = reason === null && status > 0 && status < 400
  const mark = isGood ? paint.green('✓') : paint.red('✗')
  const line = `${mark} ${call} → ${answer} ${paint.dim(`${milliseconds} ms`)}`
  return reason === null ? line : `${line}\n  ${reason.en}\n  ${reason.zh}`
}
