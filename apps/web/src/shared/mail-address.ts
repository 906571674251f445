/** `mailto:` of an address alone: a `?` in it would begin headers such as a hidden copy. */
export function mailAddress(address: string): string {
  const plain = address.replaceAll(/\p{Cc}/gu, '')
  // The one sign of an address that stays as it is.
  return `mailto:${encodeURIComponent(plain).replaceAll('%40', '@')}`
}
