import type { SampleTicket } from './story.ts'

export const sampleTickets: SampleTicket[] = []
