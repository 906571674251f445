import { expect, test } from 'vitest'
import { credentialOf, findToken, parseTokens } from './tokens.ts'

const secret = 'a-token-of-24-characters'

test.each([
  [`maya=${secret}`, 'name:maya', 'agent', secret],
  [`ops:admin=${secret}`, 'name:ops', 'admin', secret],
  [`mail:channel=${secret}`, 'name:mail', 'channel', secret],
  ['c2VjcmV0LWluLWJhc2U2NA==', /^token:[0-9a-f]{16}$/, 'agent', 'c2VjcmV0LWluLWJhc2U2NA=='],
  [`Maya=${secret}`, /^token:/, 'agent', `Maya=${secret}`],
  ['short=tooshort', /^token:/, 'agent', 'short=tooshort'],
])('%s is %s', (entry, owner, role, value) => {
  const problems: string[] = []
  const tokens = parseTokens(entry, problems)
  expect(problems).toEqual([])
  expect(tokens[0]?.caller.owner).toMatch(owner)
  expect(tokens[0]?.caller.role).toBe(role)
  expect(findToken(tokens, value)).toBe(tokens[0])
  expect(findToken(tokens, `${value}x`)).toBeUndefined()
})

test.each([
  [`a=${secret},b=${secret}`, 'two names have the same token'],
  [`a=${secret},a:admin=another-token-of-24-chars`, 'a has two roles'],
  [`a:boss=${secret}`, 'entry 1 has a role that is not'],
  ['a token with spaces in it', 'entry 1 holds spaces'],
])('%s is refused, and no token is repeated', (text, words) => {
  const problems: string[] = []
  parseTokens(text, problems)
  expect(problems.join(' ')).toContain(words)
  expect(problems.join(' ')).not.toContain(secret)
})

test('a file may hold a line each, and remarks', () => {
  const tokens = parseTokens(`# people\nmaya=${secret}\n\njonas=another-token-of-24-chars\n`, [])
  expect(tokens.map(({ caller }) => caller.name)).toEqual(['maya', 'jonas'])
  expect(new Set(tokens.map((token) => credentialOf(token))).size).toBe(2)
})
