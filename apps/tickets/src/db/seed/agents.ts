/** The support team of the sample tickets. */
export const agents = {
  maya: 'Maya Lindqvist',
  jonas: 'Jonas Brandt',
  camille: 'Camille Aubert',
  tomasz: 'Tomasz Zieliński',
  ines: 'Inês Carvalho',
  haruki: 'Haruki Sato',
} as const

export type AgentName = (typeof agents)[keyof typeof agents]
