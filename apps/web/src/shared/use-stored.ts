import { useState } from 'react'
import type { z } from 'zod'

/** A small preference that is remembered in this browser, where the browser allows it. */
export function useStored<Value>(
  key: string,
  schema: z.ZodType<Value>,
  initial: Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => readStored(key, schema) ?? initial)
  const store = (next: Value) => {
    setValue(next)
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // Full or switched off: it holds until the page is left.
    }
  }
  return [value, store]
}

function readStored<Value>(key: string, schema: z.ZodType<Value>): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null')).data
  } catch {
    return undefined
  }
}
