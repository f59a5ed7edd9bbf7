import { control, needed, text } from './control.ts'

/** The simulated phone. */
export const phoneControls = {
  jsSdk: control({
    method: 'GET',
    path: '/js-sdk',
    about: 'The functions of the JS-SDK, and what the phone answers to each.',
    fields: {},
    run: (target) => target.phone.commands(),
  }),
  setJsSdkAnswer: control({
    method: 'PUT',
    path: '/js-sdk/{name}',
    about: 'What the phone answers when a page calls this function of the JS-SDK.',
    fields: {
      name: needed('The name in wx, or on the bridge.'),
      kind: {
        type: 'string',
        required: true,
        oneOf: ['answer', 'cancel', 'deny', 'silent'],
        about: 'The user goes through with it, cancels or refuses; or no answer ever comes.',
      },
      fields: { type: 'object', about: 'Fields of the answer, in place of the usual ones.' },
    },
    run: (target, { name, kind, fields }) => {
      const isAnswer = kind === 'answer' && fields !== undefined
      target.phone.setAnswer(name, isAnswer ? { kind, fields } : { kind })
      return target.phone.commands().find(({ native, wx }) => [native, wx].includes(name))
    },
  }),
  endSheet: control({
    method: 'POST',
    path: '/sheets',
    about: 'Ends the open payment sheets, or the next one as soon as it opens.',
    fields: {
      outcome: {
        type: 'string',
        required: true,
        oneOf: ['paid', 'cancel', 'fail', 'lost'],
        about: 'What the page is answered: ok, cancel, fail, or nothing.',
      },
      prepayId: text('The sheet; default: each open one, else the next.'),
    },
    run: (target, { outcome, prepayId }) => ({ applies: target.sheets.end(outcome, prepayId) }),
  }),
  registered: control({
    method: 'GET',
    path: '/registered',
    about: 'The addresses that WeChat’s consoles have on record.',
    fields: {},
    run: (target) => target.phone.registered(),
  }),
  register: control({
    method: 'PUT',
    path: '/registered',
    about:
      'Replaces the lists of addresses that are given; an absent one stays, null stands for every address of this machine.',
    fields: {
      jsDomains: { type: 'strings', nullable: true, about: 'JS接口安全域名, at most 5.' },
      signInDomains: { type: 'strings', nullable: true, about: '网页授权域名, at most 2.' },
      payDirectories: { type: 'strings', nullable: true, about: 'JSAPI支付授权目录, at most 5.' },
      h5Domains: { type: 'strings', nullable: true, about: 'H5支付域名, at most 5.' },
    },
    run: (target, { jsDomains, signInDomains, payDirectories, h5Domains }) =>
      target.phone.register({
        ...(jsDomains !== undefined && { jsDomains }),
        ...(signInDomains !== undefined && { signInDomains }),
        ...(payDirectories !== undefined && { payDirectories }),
        ...(h5Domains !== undefined && { h5Domains }),
      }),
  }),
}
