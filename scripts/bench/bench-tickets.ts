import { benchSearch } from '../../apps/tickets/bench/search.ts'

/** Measures the search of tickets. An argument says how many there are. */
await benchSearch(Number(process.argv[2] ?? 10_000))
