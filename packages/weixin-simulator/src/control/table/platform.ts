import { control, needed } from './control.ts'

/** WeChat Pay’s own keys. */
export const platformControls = {
  issueCertificate: control({
    method: 'POST',
    path: '/platform/certificates',
    about: 'Makes a platform certificate (平台证书); it signs nothing yet.',
    fields: {
      isListed: { type: 'boolean', about: 'Whether /v3/certificates names it; default true.' },
    },
    run: (target, { isListed }) =>
      target.platform.issue({ ...(isListed !== undefined && { isListed }) }),
  }),
  listCertificate: control({
    method: 'PUT',
    path: '/platform/certificates/{serialNo}',
    about: 'Whether /v3/certificates names this certificate.',
    fields: {
      serialNo: needed('The serial number.'),
      isListed: { type: 'boolean', required: true, about: 'From now on.' },
    },
    run: (target, { serialNo, isListed }) => {
      target.platform.list(serialNo, isListed)
      return { serialNo, isListed }
    },
  }),
  signBy: control({
    method: 'PUT',
    path: '/platform/signers',
    about: 'Who signs from now on, in which shares: by serials and the public key id.',
    fields: {
      shares: { type: 'object', required: true, about: 'A share for each; {}: the public key.' },
    },
    run: (target, { shares }) => {
      const entries = Object.entries(shares).map(([serial, share]) => [serial, Number(share)])
      const given: Record<string, number> = Object.fromEntries(entries)
      target.platform.signBy(given)
      return given
    },
  }),
}
