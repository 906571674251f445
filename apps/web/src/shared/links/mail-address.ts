/** `mailto:` of an address alone: a `?` in it would begin headers such as a hidden copy. */
export function mailAddress(address: string): string {
  // A control character is no part of an address, and half a character cannot be encoded.
  const plain = address.replaceAll(/\p{Cc}/gu, '').replaceAll(/\p{Cs}/gu, '\ufffd')
  // The one sign of an address that stays as it is.
  return `mailto:${encodeURIComponent(plain).replaceAll('%40', '@')}`
}
