export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
}

export function formatCost(dollars: number): string {
  if (dollars >= 1) return `$${dollars.toFixed(2)}`
  return `$${dollars === 0 ? '0' : String(Number(dollars.toPrecision(2)))}`
}

export function formatNumber(number: number): string {
  return number.toLocaleString('en')
}

/** `14 Jan 2027`, the day being one in UTC. */
export function formatDay(isoDay: string): string {
  const date = new Date(isoDay)
  if (Number.isNaN(date.getTime())) return isoDay
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(date)
}
