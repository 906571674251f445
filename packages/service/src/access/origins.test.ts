import { expect, test } from 'vitest'
import { mayCall } from './origins.ts'

const rules = {
  allowed: ['https://friend.example'],
  own: 'http://localhost:3000',
  publicOrigin: 'https://desk.example',
  names: ['tickets.example'],
}
const plain = {
  method: 'POST',
  origin: undefined,
  secFetchSite: undefined,
  secFetchMode: undefined,
  secFetchDest: undefined,
}

test.each([
  ['no browser', {}, true],
  ['our page', { origin: 'http://localhost:3000', secFetchSite: 'same-origin' }, true],
  ['our page over plain http', { origin: 'http://localhost:3000' }, true],
  ['the public page', { origin: 'https://desk.example' }, true],
  ['a name of ours, whatever the hop in front says', { origin: 'http://tickets.example' }, true],
  ['the same over TLS', { origin: 'https://tickets.example' }, true],
  ['the same on another port', { origin: 'https://tickets.example:8443' }, false],
  ['a name below ours', { origin: 'https://evil.tickets.example' }, false],
  ['a name that begins like ours', { origin: 'https://tickets.example.evil' }, false],
  [
    'a foreign page under our name, by its browser',
    { origin: 'https://tickets.example', secFetchSite: 'cross-site' },
    false,
  ],
  ['another origin', { origin: 'https://evil.example' }, false],
  ['the same host, another scheme', { origin: 'https://localhost:3000' }, false],
  ['an opaque origin', { origin: 'null' }, false],
  ['a foreign page', { origin: 'https://evil.example', secFetchSite: 'cross-site' }, false],
  ['a foreign page that hides its origin', { secFetchSite: 'cross-site' }, false],
  ['a neighbour of ours', { secFetchSite: 'same-site' }, false],
  ['a friend', { origin: 'https://friend.example', secFetchSite: 'cross-site' }, true],
  ['typed into the address bar', { method: 'GET', secFetchSite: 'none' }, true],
  [
    'a link to us',
    {
      method: 'GET',
      secFetchSite: 'cross-site',
      secFetchMode: 'navigate',
      secFetchDest: 'document',
    },
    true,
  ],
  [
    'a frame of us',
    { method: 'GET', secFetchSite: 'cross-site', secFetchMode: 'navigate', secFetchDest: 'iframe' },
    false,
  ],
  [
    'a form to us',
    { secFetchSite: 'cross-site', secFetchMode: 'navigate', secFetchDest: 'document' },
    false,
  ],
  [
    'an image of ours',
    { method: 'GET', secFetchSite: 'cross-site', secFetchMode: 'no-cors', secFetchDest: 'image' },
    false,
  ],
])('%s: %s', (_name, from, expected) => {
  expect(mayCall({ ...plain, ...from }, rules)).toBe(expected)
})

test('a name of ours on the port that the caller reached us by', () => {
  const behind = { ...rules, own: 'http://tickets.example:8443' }
  expect(mayCall({ ...plain, origin: 'https://tickets.example:8443' }, behind)).toBe(true)
  expect(mayCall({ ...plain, origin: 'https://tickets.example:9443' }, behind)).toBe(false)
})
