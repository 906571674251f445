/** 128 random bits. `crypto.randomUUID` exists only where the page came over TLS or from this machine. */
export function createId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
