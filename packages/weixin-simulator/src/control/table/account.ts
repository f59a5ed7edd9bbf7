import type { Quotas } from '../../types.ts'
import { control } from './control.ts'

const calls = (unit: string) =>
  ({ type: 'integer', min: 0, about: `${unit}; absent: no limit.` }) as const

/** The account, its credentials and its limits. */
export const accountControls = {
  info: control({
    method: 'GET',
    path: '/info',
    about: 'The addresses of the simulator.',
    fields: {},
    run: ({ url, secureUrl }) => ({ url, secureUrl }),
  }),
  credentials: control({
    method: 'GET',
    path: '/credentials',
    about: 'What WeChat’s consoles give to the account and the merchant: ids, secrets, keys.',
    fields: {},
    run: ({ credentials }) => ({ ...credentials }),
  }),
  subMerchants: control({
    method: 'GET',
    path: '/sub-merchants',
    about: 'The sub-merchants of the service provider.',
    fields: {},
    run: (target) => target.subMerchants(),
  }),
  setSubMerchants: control({
    method: 'PUT',
    path: '/sub-merchants',
    about: 'Replaces the sub-merchants of the service provider.',
    fields: {
      subMerchants: {
        type: 'objects',
        required: true,
        about: 'Each with mchId and, where it has an account of its own, appId.',
      },
    },
    run: (target, { subMerchants }) => {
      target.setSubMerchants(
        subMerchants.map(({ mchId, appId }) => {
          if (typeof mchId !== 'string') throw new TypeError('Each sub-merchant needs an mchId')
          return typeof appId === 'string' ? { mchId, appId } : { mchId }
        }),
      )
      return target.subMerchants()
    },
  }),
  setQuotas: control({
    method: 'PUT',
    path: '/quotas',
    about: 'How many token, stable_token and getticket calls are answered.',
    fields: {
      token: calls('A day'),
      stable_token: calls('A day'),
      getticket: calls('A day'),
      token_minute: calls('A minute'),
      stable_token_minute: calls('A minute'),
      getticket_minute: calls('A minute'),
    },
    run: (target, body) => {
      const quotas: Quotas = {}
      for (const call of ['token', 'stable_token', 'getticket'] as const) {
        const [day, minute] = [body[call], body[`${call}_minute`]]
        if (day === undefined && minute === undefined) continue
        quotas[call] = {
          ...(day !== undefined && { day }),
          ...(minute !== undefined && { minute }),
        }
      }
      target.faults.setQuotas(quotas)
      return quotas
    },
  }),
  setAllowlist: control({
    method: 'PUT',
    path: '/allowlist',
    about: 'The addresses that may call token and stable_token.',
    fields: { addresses: { type: 'strings', about: 'Absent: everybody.' } },
    run: (target, { addresses }) => {
      target.faults.setAllowlist(addresses ?? null)
      return { addresses: addresses ?? null }
    },
  }),
}
