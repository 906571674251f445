/** A day or a month on the clocks of one place: from `start` up to, not with, `end`. */
export type Period = { readonly start: Date; readonly end: Date }

export type PeriodKind = 'day' | 'month'

const hour = 3_600_000
/** No place on earth is further from UTC; some days have 25 hours. */
const furthest = 16 * hour

/** Finds the period that holds an instant, daylight saving time and midnights that do not exist included. */
export function periodAt(kind: PeriodKind, timeZone: string, now: Date): Period {
  const [year, month, day] = dateIn(timeZone, now)
  return kind === 'day'
    ? {
        start: firstInstant(timeZone, year, month, day),
        end: firstInstant(timeZone, year, month, day + 1),
      }
    : {
        start: firstInstant(timeZone, year, month, 1),
        end: firstInstant(timeZone, year, month + 1, 1),
      }
}

/** Whether `Intl` knows a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

/** The first instant of a day: by bisection, as dates only ever grow with time. */
function firstInstant(timeZone: string, year: number, month: number, day: number): Date {
  const midnight = Date.UTC(year, month - 1, day)
  if (timeZone === 'UTC') return new Date(midnight)
  let before = midnight - furthest
  let after = midnight + furthest
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayNumber(dateIn(timeZone, new Date(middle))) < midnight) before = middle
    else after = middle
  }
  return new Date(after)
}

type PlainDate = readonly [year: number, month: number, day: number]

function dayNumber([year, month, day]: PlainDate): number {
  return Date.UTC(year, month - 1, day)
}

function dateIn(timeZone: string, instant: Date): PlainDate {
  const parts = formatterOf(timeZone).formatToParts(instant)
  const valueOf = (type: string): number =>
    Number(parts.find((part) => part.type === type)?.value ?? Number.NaN)
  return [valueOf('year'), valueOf('month'), valueOf('day')]
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    formatters.set(timeZone, formatter)
  }
  return formatter
}
