/** Shorter values would mask ordinary text. */
const shortest = 8

/**
 * The spellings in which a secret may come back: as it is, in a URL, inside JSON, as hex, and in
 * base64 at each of the three places where it can begin in a group (`Bearer KEY`, `user:KEY`).
 */
export function secretForms(secrets: readonly string[]): string[] {
  const forms = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => {
      const hex = Buffer.from(secret).toString('hex')
      return [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        secret.replaceAll('/', '\\/'),
        hex,
        hex.toUpperCase(),
        ...[0, 1, 2].flatMap((offset) => base64At(secret, offset)),
      ]
    })
  return [...new Set(forms)].filter((form) => form.length >= shortest)
}

/** The letters of base64 that are the same whatever stands before and behind, `offset` bytes into a group. */
function base64At(secret: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
  const letters = bytes.toString('base64')
  const whole = letters.slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6))
  return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')]
}
