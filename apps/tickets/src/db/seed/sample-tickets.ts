import { appTickets } from './app-and-firmware.ts'
import { billingTickets } from './billing-and-accounts.ts'
import { fleetTickets } from './fleet.ts'
import { hardwareTickets } from './hardware.ts'
import { orderTickets } from './orders.ts'
import type { SampleTicket } from './story.ts'
import { theftTickets } from './theft.ts'

/**
 * A few weeks at the support desk of Nordlykt, an invented maker of bicycle lights:
 *
 * - lights: Beam 2 and Beam 2 Pro (front, firmware 3.4.x), Ember and Ember Radar (rear, 2.9.x), Dock
 * - Keep, a hidden tracker (1.12.x) with the plans Keep Basic and Keep Plus
 * - Nordlykt Ride, the app (5.8.x), and Nordlykt Fleet for companies (Starter, Business; API v2)
 * - orders `NL-48xxxx` from a warehouse in Utrecht, two years of warranty, 30 days to return
 */
export const sampleTickets: SampleTicket[] = [
  ...hardwareTickets,
  ...theftTickets,
  ...appTickets,
  ...orderTickets,
  ...billingTickets,
  ...fleetTickets,
].toSorted((left, right) => left.id - right.id)
