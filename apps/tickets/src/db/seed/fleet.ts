import { agents } from './agents.ts'
import { agent, change, customer, note, type SampleTicket } from './story.ts'

const { maya, jonas } = agents

/** Nordlykt Fleet: couriers and bike shares, their dashboard, API and invoices. */
export const fleetTickets: SampleTicket[] = [
  {
    id: 1009,
    subject: 'Onboarding 80 trackers at once – is there an import?',
    status: 'solved',
    priority: 'high',
    assignee: maya,
    requester: { name: 'Ingrid Solheim', email: 'ingrid@bybudet.example' },
    tags: ['fleet', 'import', 'onboarding'],
    channel: 'email',
    language: 'en',
    thread: [
      customer(
        '28d',
        `
        Hi,

        we are a courier company in Oslo (Bybudet) and have just moved from Fleet Starter to Fleet Business. 80 Keeps have arrived. In the dashboard I can add them one at a time, by serial number. Please tell me there is another way.

        Ingrid`,
      ),
      agent(
        maya,
        '27d 22h',
        `
        Hi Ingrid,

        There is. Dashboard → Bikes → Import takes a CSV with one line a bike:

        \`\`\`csv
        serial,bike_name,depot
        KP-8B10-4410,Bullitt 01,Grünerløkka
        KP-8B10-4411,Bullitt 02,Grünerløkka
        \`\`\`

        Serial numbers of a delivery are also on the packing list as a file (the QR code on page one), so nobody has to type. Lines with a mistake are listed and skipped, the rest goes in.

        Maya`,
      ),
      customer(
        '26d',
        `78 of 80 in two minutes. Two serials had a zero where I typed an O. We can live with that.`,
      ),
      change(maya, '25d 23h', { priority: 'high' }, { status: 'solved' }),
    ],
  },
  {
    id: 1024,
    subject: 'Fleet-Rechnung F-10417: falsche Umsatzsteuer',
    status: 'open',
    priority: 'high',
    assignee: jonas,
    requester: { name: 'Anja Petersen', email: 'buchhaltung@kiezkurier.example' },
    tags: ['fleet', 'invoice', 'vat'],
    channel: 'email',
    language: 'de',
    due: '1d ago',
    thread: [
      customer(
        '11d',
        `
        Guten Tag,

        auf der Rechnung F-10417 (Fleet Business, 112 Räder) weisen Sie 25 % norwegische Mehrwertsteuer aus. Wir sind ein deutsches Unternehmen, unsere USt-IdNr. ist seit Vertragsbeginn hinterlegt. Es muss Reverse Charge sein, so wie auf allen Rechnungen bis September.

        Ohne korrigierte Rechnung können wir nicht zahlen.

        Anja Petersen
        Kiezkurier GmbH, Buchhaltung`,
      ),
      agent(
        jonas,
        '10d 21h',
        `
        Guten Tag Frau Petersen,

        Sie haben recht. Mit dem Umzug auf das neue Abrechnungssystem im Oktober ist bei einigen Firmenkunden das Steuerkennzeichen verloren gegangen. Ich lasse die Rechnung stornieren und neu ausstellen. Die Mahnsperre ist gesetzt, Sie müssen nichts weiter tun.

        Jonas Brandt`,
      ),
      change(jonas, '10d 21h', { priority: 'normal' }, { priority: 'high', assignee: jonas }),
      note(
        jonas,
        '5d',
        `Elin aus der Buchhaltung: Storno geht erst nach dem Monatsabschluss. Betrifft 14 Kunden. Liste in FIN-209.`,
      ),
      customer(
        '35m',
        `Heute kam trotz Ihrer Zusage die erste Mahnung, mit 40 € Gebühr. Ich bitte um Rückruf noch heute: 030 5550 142.`,
      ),
    ],
  },
  {
    id: 1036,
    subject: 'Webhook signature check fails since we rotated the secret',
    status: 'open',
    priority: 'high',
    assignee: maya,
    requester: { name: 'Devika Menon', email: 'devika@pedalgrid.example' },
    tags: ['fleet', 'api', 'webhook'],
    channel: 'email',
    language: 'en',
    due: 'in 9h',
    thread: [
      customer(
        '4d',
        `
        Hi team,

        we rotated our webhook secret in the Fleet dashboard on Monday (workspace pedalgrid-blr, API v2). Since then about half of the deliveries fail our signature check, the other half are fine. Same endpoint, same code:

        \`\`\`js
        import { createHmac, timingSafeEqual } from 'node:crypto'

        export function isGenuine(rawBody, header, secret) {
          const { t, v1 } = Object.fromEntries(header.split(',').map((part) => part.split('=')))
          const expected = createHmac('sha256', secret).update(\`\${t}.\${rawBody}\`).digest('hex')
          return v1.length === expected.length && timingSafeEqual(Buffer.from(v1), Buffer.from(expected))
        }
        \`\`\`

        A failing one: delivery id dlv_01JD7Q0F2M, header t=1763542201,v1=5f0c…e1.

        Devika, Pedalgrid`,
      ),
      agent(
        maya,
        '3d 21h',
        `
        Hi Devika,

        Your code is right for one signature. For 72 hours after a rotation we sign with both secrets, and the header then carries v1 twice:

        \`t=1763542201,v1=<old>,v1=<new>\`

        Object.fromEntries keeps only the last of the two, so whether it matches depends on which secret you compare with. Collect all v1 values and accept if any of them matches. That is on the page "Verifying deliveries", though I agree that it is easy to miss.

        Maya`,
      ),
      customer(
        '1d 5h',
        `
        Good catch, we collect all of them now. But the 72 hours are over, and we still see failures, only fewer, about 3 %:

        \`\`\`
        18:22:41.207 dlv_01JDA93K7X  v1 count=1  match=false
        18:22:41.207 dlv_01JDA93K7Y  v1 count=1  match=true
        18:22:44.918 dlv_01JDA93K8B  v1 count=1  match=false
        \`\`\`

        All failing ones are of the type geofence.exited. Is that one sent by another service?`,
      ),
      note(
        maya,
        '1d 3h',
        `She found it: geofence events come from the old worker (geo-2), which reads secrets once at start. It still signs with the secret from before Monday. SRE restart asked for, and a proper fix is FLT-562. Tell her once geo-2 is restarted; she has a release on Friday.`,
      ),
    ],
  },
  {
    id: 1040,
    subject: '37 Tracker seit Update 1.12.3 offline',
    status: 'open',
    priority: 'urgent',
    assignee: jonas,
    requester: { name: 'Yusuf Demirci', email: 'leitstelle@kiezkurier.example' },
    tags: ['fleet', 'keep', 'firmware', 'outage'],
    channel: 'phone',
    language: 'de',
    due: 'in 2h',
    thread: [
      customer(
        '3d',
        `(Telefonnotiz) Kiezkurier, Leitstelle: Von 112 Trackern melden sich 37 seit der Nacht nicht mehr. Alle haben gestern das Update auf 1.12.3 bekommen, alle stehen im Depot Wedding. Die im Depot Kreuzberg laufen mit derselben Version. Die Disposition sieht ein Drittel ihrer Räder nicht.`,
      ),
      agent(
        jonas,
        '2d 23h',
        `
        Hallo Herr Demirci,

        danke für das Gespräch. Ich habe die Verteilung von 1.12.3 für Ihren Arbeitsbereich angehalten, damit kein weiteres Rad dazukommt. Unsere Bereitschaft vergleicht gerade die beiden Depots.

        Nächste Nachricht von mir spätestens um 14 Uhr, auch wenn es nichts Neues gibt.`,
      ),
      change(jonas, '2d 23h', { priority: 'high' }, { priority: 'urgent', assignee: jonas }),
      note(
        jonas,
        '2d 20h',
        `Wedding hat eine neue Funkzelle (LTE-M Band 28). 1.12.3 probiert Band 28 zuerst und bleibt hängen, wenn die Zelle den PSM-Timer ablehnt. Betrifft also jeden, der unter so einer Zelle parkt, nicht nur Kiezkurier. KEEP-774.`,
      ),
      agent(
        jonas,
        '2d 19h',
        `
        Wir haben die Ursache: Die Tracker in Wedding verbinden sich mit einer neu aufgebauten Funkzelle und bleiben beim Anmelden hängen. Abhilfe, die sofort wirkt: Räder etwa 300 m aus dem Depot fahren, dann finden sie die alte Zelle und melden sich innerhalb von zehn Minuten. Die Korrektur 1.12.4 testen wir.`,
      ),
      customer(
        '4h 5m',
        `31 von 37 sind nach der Morgentour wieder da. Sechs bleiben stumm, auch unterwegs (Liste kommt per Mail). Wann kommt 1.12.4? Morgen ist bei uns Großkampftag.`,
      ),
    ],
  },
  {
    id: 1048,
    subject: 'API Fleet : erreurs 429 malgré 20 requêtes par minute',
    status: 'open',
    priority: 'high',
    assignee: null,
    requester: { name: 'Solène Kerbrat', email: 'tech@cargovelo-nantes.example' },
    tags: ['fleet', 'api', 'rate-limit'],
    channel: 'email',
    language: 'fr',
    due: 'in 3h',
    thread: [
      customer(
        '16h',
        `
        Bonjour,

        Depuis hier soir, notre tableau de bord reçoit des 429 sur GET /v2/bikes/positions alors que nous faisons 20 appels par minute (Fleet Business : 600 autorisés, d'après la documentation). Exemple :

        \`\`\`http
        HTTP/1.1 429 Too Many Requests
        Retry-After: 41
        X-RateLimit-Limit: 10
        X-RateLimit-Remaining: 0
        X-Request-Id: req_8s1kz04m
        \`\`\`

        Une limite de 10, c'est celle du plan Starter, non ? Nous sommes bien en Business depuis mars.

        Solène Kerbrat
        Cargovélo Nantes`,
      ),
      customer(
        '1h 45m',
        `Je me permets de relancer : nos livreurs travaillent à l'aveugle, et le pic du soir commence à 18 h.`,
      ),
    ],
  },
  {
    id: 1053,
    subject: 'CSV export: "last_seen" column is in local time, header says UTC',
    status: 'open',
    priority: 'normal',
    assignee: null,
    requester: { name: 'Ingrid Solheim', email: 'ingrid@bybudet.example' },
    tags: ['fleet', 'export', 'bug'],
    channel: 'chat',
    language: 'en',
    due: 'in 1d 3h',
    thread: [
      customer(
        '1h 30m',
        `
        hi! in the bike export the column is called last_seen_utc but the values are Oslo time:

        \`\`\`
        serial,bike_name,last_seen_utc
        KP-8B10-4410,Bullitt 01,09:14:07
        \`\`\`

        it was 08:14 UTC when I looked at that bike, I was standing next to it. our shift report is off by an hour because of it. was this always so, or since the change of clocks?`,
      ),
      customer(
        '1h 22m',
        `ah and the API says 08:14:07Z for the same bike, so it is only the export`,
      ),
    ],
  },
]
