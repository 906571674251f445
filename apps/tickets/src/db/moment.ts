import { timestamp } from 'drizzle-orm/pg-core'

/** A column with a time. Milliseconds, as in a JavaScript Date: a cursor then holds exactly the time that the row holds. */
export const moment = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })
