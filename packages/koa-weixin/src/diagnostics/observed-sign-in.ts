import { isScope, type SignInRequest } from '../sign-in/states.ts'
import type { Callback, SignInFlow } from '../sign-in/sign-in.ts'
import { signInChannel } from './channels.ts'
import { observed } from './observed.ts'

/** The same sign-in, whose begin and end are published. */
export function observedSignIn(signIn: SignInFlow, appId: string): SignInFlow {
  return {
    ...signIn,
    begin: observed(
      signInChannel,
      (request: SignInRequest) => signIn.begin(request),
      ([{ scope }]) => ({
        appId,
        step: 'begin' as const,
        // It may be anything that a page wrote into the address.
        scope: isScope(scope) ? scope : null,
        isAgain: false,
      }),
    ),
    finish: observed(
      signInChannel,
      (callback: Callback) => signIn.finish(callback),
      (_, result) => ({
        appId,
        step: 'finish' as const,
        scope: result && 'session' in result ? result.session.scope : null,
        isAgain: result !== undefined && 'address' in result,
      }),
    ),
  }
}
