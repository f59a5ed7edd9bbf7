import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { expect, test } from 'vitest'
import { AUTHORITY_NAME, newSerialNo, processAuthority } from '../state/authority.ts'
import { merchantCertificate } from '../state/certificate.ts'
import { packP12 } from './p12.ts'
import { processRsaPair } from './rsa.ts'

const authority = processAuthority()
const { privateKey, publicKey } = await processRsaPair('merchant')
const serialNo = newSerialNo()
const now = Date.parse('2049-12-31T00:00:00Z')
const certificate = merchantCertificate({
  mchId: '1600000001',
  serialNo,
  publicKey,
  authority,
  now,
})

test('OpenSSL reads the certificate, its dates on both sides of 2050 and its issuer', () => {
  const read = new X509Certificate(certificate)
  expect(read.serialNumber).toBe(serialNo)
  expect(read.subject).toBe('CN=1600000001\nO=weixin-simulator')
  expect(read.issuer.replaceAll('\\', '')).toBe(`CN=${AUTHORITY_NAME}`)
  expect(new Date(read.validFrom)).toEqual(new Date(now))
  expect(new Date(read.validTo).getUTCFullYear()).toBe(2054)
  expect(read.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true)
  const server = new X509Certificate(authority.serverCertificate)
  expect(server.subjectAltName).toContain('DNS:localhost')
  expect(server.subjectAltName).toContain('IP Address:127.0.0.1')
  expect(new X509Certificate(authority.certificate).ca).toBe(true)
})

test('OpenSSL opens the PKCS#12 file with its passphrase, and with no other', () => {
  const pfx = packP12({ privateKey, certificate, passphrase: '1600000001' })
  expect(() => createSecureContext({ pfx, passphrase: '1600000001' })).not.toThrow()
  expect(() => createSecureContext({ pfx, passphrase: '1600000002' })).toThrow(/mac verify failure/)
})
