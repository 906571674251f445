type Schema = Readonly<Record<string, unknown>>
type Context = {
  readonly root: Schema
  /** References that are being followed: one that comes again is a list or tree without an end. */
  readonly open: readonly string[]
  readonly name: string
  /** Values that may still be made: references can double at every step. */
  readonly budget: { left: number }
}

const deepest = 12
const mostValues = 2000
const formats: Readonly<Record<string, string>> = {
  date: '2026-11-20',
  'date-time': '2026-11-20T09:12:00Z',
  time: '09:12:00Z',
  duration: 'P1D',
  email: 'jonas.weber@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '3f2b8c1e-0d4a-4b6f-9a57-1c2d3e4f5a6b',
  ipv4: '192.0.2.1',
  hostname: 'example.com',
}

/** A value that a JSON schema allows, as small as it may be but with every property. Pure and always the same. */
export function exampleOf(schema: unknown): unknown {
  return build(schema, {
    root: objectOf(schema),
    open: [],
    name: 'value',
    budget: { left: mostValues },
  })
}

function build(given: unknown, context: Context): unknown {
  const { open, budget } = context
  budget.left -= 1
  if (budget.left < 0) return null
  const schema = objectOf(given)
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    if (open.includes(reference) || open.length > deepest) return null
    const target = resolve(context.root, reference)
    return build(target, { ...context, open: [...open, reference] })
  }
  if ('const' in schema) return schema['const']
  const [listed] = [...listOf(schema['enum']), ...listOf(schema['examples'])]
  if (listed !== undefined) return listed
  const all = listOf(schema['allOf']).map(objectOf)
  if (all.length > 0)
    return build(merge([{ ...schema, allOf: undefined }, ...all], context), context)
  const choices = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])]
  const choice = choices.find((option) => !isEndless(option, context)) ?? choices[0]
  if (choice !== undefined)
    return build(merge([withoutChoices(schema), objectOf(choice)], context), context)
  return ofType(typeOf(schema), schema, context)
}

function ofType(type: string, schema: Schema, context: Context): unknown {
  switch (type) {
    case 'object':
      return exampleObject(schema, context)
    case 'array':
      return exampleArray(schema, context)
    case 'integer':
    case 'number':
      return exampleNumber(schema, type === 'integer')
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return exampleText(schema, context)
  }
}

function exampleObject(schema: Schema, context: Context): Record<string, unknown> {
  const required = listOf(schema['required'])
  const properties = Object.entries(objectOf(schema['properties'])).filter(
    ([name, property]) => required.includes(name) || !isEndless(property, context),
  )
  return Object.fromEntries(
    properties.map(([name, property]) => [name, build(property, { ...context, name })]),
  )
}

function exampleArray(schema: Schema, context: Context): unknown[] {
  const first = listOf(schema['prefixItems']).map((item) => build(item, context))
  const wanted = Math.min(numberOf(schema['minItems']) ?? 1, numberOf(schema['maxItems']) ?? 20, 20)
  const { items } = schema
  if (items === undefined || items === false || isEndless(items, context)) return first
  const more = Array.from({ length: Math.max(0, wanted - first.length) }, () =>
    build(items, context),
  )
  return [...first, ...more]
}

function exampleNumber(schema: Schema, isWhole: boolean): number {
  const step = numberOf(schema['multipleOf']) ?? (isWhole ? 1 : 0)
  const above = numberOf(schema['exclusiveMinimum'])
  const below = numberOf(schema['exclusiveMaximum'])
  const least =
    numberOf(schema['minimum']) ?? (above === undefined ? undefined : above + (step || 0.5))
  const most =
    numberOf(schema['maximum']) ?? (below === undefined ? undefined : below - (step || 0.5))
  const value = Math.min(Math.max(1, least ?? 1), most ?? Infinity)
  return step > 0 ? Math.ceil(value / step) * step : value
}

function exampleText(schema: Schema, { name }: Context): string {
  const format = schema['format']
  if (typeof format === 'string' && formats[format]) return formats[format]
  const least = numberOf(schema['minLength']) ?? 0
  const text = `Demo text for “${name}”`
  return text.padEnd(least, '.').slice(0, Math.max(least, numberOf(schema['maxLength']) ?? 200))
}

/** Whether following it would lead back to where one is. */
function isEndless(schema: unknown, { open }: Context): boolean {
  const { $ref: reference, items } = objectOf(schema)
  if (typeof reference === 'string') return open.includes(reference)
  return items !== undefined && open.includes(String(objectOf(items)['$ref']))
}

function typeOf(schema: Schema): string {
  const { type } = schema
  const [first] = Array.isArray(type) ? type.filter((name) => name !== 'null') : [type]
  if (typeof first === 'string') return first
  if (Array.isArray(type)) return 'null'
  if (schema['properties'] !== undefined) return 'object'
  return schema['items'] !== undefined || schema['prefixItems'] !== undefined ? 'array' : 'string'
}

function merge(parts: readonly Schema[], { root }: Context): Schema {
  const whole = parts.map((part) =>
    typeof part['$ref'] === 'string' ? objectOf(resolve(root, part['$ref'])) : part,
  )
  return {
    ...Object.assign({}, ...whole),
    properties: Object.assign({}, ...whole.map((part) => objectOf(part['properties']))),
    required: whole.flatMap((part) => listOf(part['required'])),
    ...(whole.every((part) => part['properties'] === undefined) && { properties: undefined }),
  }
}

function withoutChoices(schema: Schema): Schema {
  const { anyOf: _anyOf, oneOf: _oneOf, ...rest } = schema
  return rest
}

function resolve(root: Schema, reference: string): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean)
  return steps.reduce<unknown>(
    (value, step) => objectOf(value)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    root,
  )
}

function objectOf(value: unknown): Schema {
  return isSchema(value) ? value : {}
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
