import { expect, test } from 'vitest'
import { errorTitle, providerAtFault, secondsLeft } from './error-text.ts'

test('a countdown counts from the failure', () => {
  expect(secondsLeft(5000, 1000, 1000)).toBe(5)
  expect(secondsLeft(5000, 1000, 5200)).toBe(1)
  expect(secondsLeft(5000, 1000, 9000)).toBe(0)
  expect(secondsLeft(undefined, 1000, 1000)).toBe(0)
})

test("an error that names no provider is Askdesk's own, unless what was picked is at fault", () => {
  const error = { message: 'm', type: 't', code: 'rate_limited', retryable: true } as const
  expect(providerAtFault({ ...error, provider: 'groq' }, 'aws')).toBe('groq')
  expect(providerAtFault(error, 'aws')).toBeUndefined()
  expect(providerAtFault({ ...error, code: 'not_configured' }, 'aws')).toBe('aws')
  expect(providerAtFault({ ...error, code: 'upstream_error' }, 'aws')).toBe('aws')
  const lost = { ...error, code: 'interrupted', type: 'network_error' } as const
  expect(providerAtFault(lost, 'aws')).toBeUndefined()
  expect(errorTitle(error, undefined)).toBe('Too many questions at once')
  expect(errorTitle({ ...error, code: 'overloaded' }, undefined)).toBe('Askdesk is overloaded')
})
