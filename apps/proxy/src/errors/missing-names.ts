/** Names that are told of one request. */
const mostNames = 40
const plainName = /^[\w-]{1,64}$/

/**
 * Lists which fields of a client's JSON are missing in what was made of it, by their names from the
 * outside in, without the places in lists: `messages.content.citations`. Null says nothing.
 */
export function missingNames(given: unknown, kept: unknown): string[] {
  const names = new Set<string>()
  compare(given, kept, '', names)
  return [...names]
}

function compare(given: unknown, kept: unknown, path: string, names: Set<string>): void {
  if (given === kept || typeof given !== 'object' || given === null || names.size >= mostNames)
    return
  if (Array.isArray(given)) {
    const list: readonly unknown[] = Array.isArray(kept) ? kept : []
    for (const [index, item] of given.entries()) compare(item, list[index], path, names)
    return
  }
  const others: Readonly<Record<string, unknown>> = isObject(kept) ? kept : {}
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue
    const name = path === '' ? key : `${path}.${key}`
    const other = Object.hasOwn(others, key) ? others[key] : undefined
    if (other !== undefined) compare(value, other, name, names)
    // The name goes into a header.
    else if (names.size < mostNames) names.add(plainName.test(key) ? name : 'other')
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
