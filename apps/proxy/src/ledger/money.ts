/**
 * Money is counted in whole billionths of a US dollar: a token at list price (dollars a million) is
 * then a whole number, and sums are exact.
 */
const parts = 1e9

export function toParts(dollars: number): number {
  return Math.round(dollars * parts)
}

export function toDollars(amount: number): number {
  return amount / parts
}

/** As people read it: cents from a dollar on, all that counts below. */
export function inDollars(amount: number): string {
  const dollars = toDollars(amount)
  if (dollars === 0) return '$0.00'
  return `$${dollars >= 1 ? dollars.toFixed(2) : dollars.toPrecision(2).replace(/e-\d+$/, '')}`
}
