import type { Account, Expiring } from '../remote/account.ts'
import { signInChannel, tokenChannel } from './channels.ts'
import type { SignInEvent, TokenEvent } from './events.ts'
import { observed, type Timing } from './observed.ts'

/** The same account, whose token fetches and sign-in calls are published. */
export function observedAccount(account: Account, appId: string): Account {
  const fetched =
    (token: TokenEvent['token']) =>
    (_: readonly unknown[], result: Expiring | undefined): Omit<TokenEvent, keyof Timing> => ({
      appId,
      token,
      expiresIn: result?.expiresIn ?? null,
    })
  const step = (name: SignInEvent['step']) => (): Omit<SignInEvent, keyof Timing> => ({
    appId,
    step: name,
    scope: null,
    isAgain: false,
  })
  return {
    ...account,
    accessToken: observed(tokenChannel, () => account.accessToken(), fetched('access_token')),
    jsapiTicket: observed(
      tokenChannel,
      (token: string) => account.jsapiTicket(token),
      fetched('jsapi_ticket'),
    ),
    exchangeCode: observed(
      signInChannel,
      (code: string) => account.exchangeCode(code),
      step('exchange'),
    ),
    profile: observed(
      signInChannel,
      (...args: Parameters<Account['profile']>) => account.profile(...args),
      step('profile'),
    ),
  }
}
