import { z } from 'zod'

/**
 * A word of a list that may grow: one that a newer service sends is read, and shown as it is. Where a
 * word is written (a query, a change), the closed list is asked.
 */
export const openWordSchema = z.string().min(1).max(64)
