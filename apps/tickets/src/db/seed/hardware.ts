import { agents } from './agents.ts'
import { agent, change, customer, note, type SampleTicket } from './story.ts'

const { maya, jonas, camille, tomasz, ines, haruki } = agents

/** Lights, batteries, mounts. */
export const hardwareTickets: SampleTicket[] = [
  {
    id: 1001,
    subject: 'Beam 2 lädt nicht mehr – LED bleibt dunkel',
    status: 'closed',
    priority: 'normal',
    assignee: jonas,
    requester: { name: 'Katharina Vogt', email: 'k.vogt@posteo.example' },
    tags: ['beam-2', 'charging', 'warranty'],
    channel: 'email',
    language: 'de',
    thread: [
      customer(
        '41d',
        `
        Guten Tag,

        seit gestern tut sich an meiner Beam 2 nichts mehr, wenn ich sie ans Kabel hänge. Die Ladeanzeige bleibt aus, drei verschiedene Kabel und zwei Netzteile habe ich probiert. Seriennummer B2-25W14-00381, gekauft im März (NL-471120).

        Viele Grüße
        Katharina Vogt`,
      ),
      agent(
        jonas,
        '40d 20h',
        `
        Guten Tag Frau Vogt,

        danke für die gründliche Vorarbeit, damit sind Kabel und Netzteil aus dem Spiel. Bitte noch ein letzter Versuch: Taste 15 Sekunden gedrückt halten, bis die Lampe zweimal rot blinkt, und danach mindestens 20 Minuten laden. Damit wird die Ladeelektronik zurückgesetzt.

        Wenn sich dann nichts rührt, tausche ich die Lampe aus.

        Freundliche Grüße
        Jonas Brandt`,
      ),
      customer(
        '40d 2h',
        `Kein Blinken, auch nach einer Stunde am Kabel nicht. Dann bitte tauschen.`,
      ),
      agent(
        jonas,
        '39d 22h',
        `
        Alles klar, der Ersatz ist unter NL-482004 angelegt und geht heute ab Utrecht raus. Das Rücksendeetikett liegt im Paket, Sie müssen nichts ausdrucken. Die Garantie läuft mit dem ursprünglichen Kaufdatum weiter.`,
      ),
      customer('36d', `Lampe ist da und lädt. Danke für die schnelle Hilfe!`),
      change(jonas, '36d', {}, { status: 'solved' }),
      change(jonas, '29d', { status: 'solved' }, { status: 'closed' }),
    ],
  },
  {
    id: 1007,
    subject: 'Ember marca frenadas que no existen en calles empedradas',
    status: 'solved',
    priority: 'normal',
    assignee: ines,
    requester: { name: 'Lucía Ferrer Navas', email: 'lucia.ferrer@correo.example' },
    tags: ['ember', 'brake-sensing', 'firmware'],
    channel: 'web',
    language: 'es',
    thread: [
      customer(
        '31d',
        `Hola, cada vez que paso por el casco antiguo (todo adoquines) la Ember se pone a parpadear como si estuviera frenando a tope. Los coches de detrás no entienden nada y la batería me dura la mitad. ¿Es normal?`,
      ),
      agent(
        ines,
        '30d 21h',
        `
        Hola, Lucía:

        Normal no es, pero sí conocido. La versión 2.8 de la Ember interpreta las vibraciones fuertes como una frenada. En la app Nordlykt Ride puedes bajarlo tú misma: Ember → Luz de freno → Sensibilidad → «Adoquines».

        La 2.9.0, que sale este mes, lo hace sola según el terreno. ¿Me cuentas si con eso mejora?

        Un saludo,
        Inês`,
      ),
      customer(
        '28d',
        `Con «Adoquines» ya casi no pasa. Lo dejo así hasta que salga la actualización. ¡Gracias!`,
      ),
      change(ines, '27d 20h', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1015,
    subject: 'Kan ik twee Beams tegelijk opladen in één Dock?',
    status: 'solved',
    priority: 'low',
    assignee: jonas,
    requester: { name: 'Sanne de Wit', email: 'sanne.dewit@fietspost.example' },
    tags: ['dock', 'charging', 'question'],
    channel: 'chat',
    language: 'nl',
    thread: [
      customer(
        '20d',
        `Hoi! Mijn man en ik hebben allebei een Beam 2. Past er een tweede in de Dock, of moet ik er nog een bestellen?`,
      ),
      agent(
        jonas,
        '19d 23h 40m',
        `Hoi Sanne, de Dock heeft één vak voor een Beam en één voor een Ember. Twee Beams tegelijk gaat dus niet. Achterop zit wel een USB-C-poort: daar kun je de tweede Beam met een kabel op aansluiten, dan laden ze allebei (samen ongeveer 3 uur in plaats van 2).`,
      ),
      customer('19d 23h 31m', `Oh, die poort had ik nooit gezien 😅 Top, dank je!`),
      change(jonas, '19d 23h', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1016,
    subject: 'Ember Radar bakom barnstol – fungerar det?',
    status: 'solved',
    priority: 'normal',
    assignee: maya,
    requester: { name: 'Henrik Åström', email: 'henrik.astrom@brevlada.example' },
    tags: ['ember-radar', 'mount', 'question'],
    channel: 'email',
    language: 'sv',
    thread: [
      customer(
        '18d',
        `
        Hej,

        jag funderar på att köpa Ember Radar men vi har en barnstol på pakethållaren. Sitter radarn på sadelstolpen blir den ju helt skymd. Finns det något annat sätt att montera den?

        Hälsningar
        Henrik`,
      ),
      agent(
        maya,
        '17d 20h',
        `
        Hej Henrik,

        du har rätt, bakom en barnstol ser radarn ingenting. Lösningen heter pakethållarfäste (art. 3107, 19 €): det skruvas i reflexhålen längst bak på hållaren med 50 eller 80 mm mellan hålen, och då sitter radarn bakom stolen.

        Två saker att kontrollera innan du beställer: att stolen inte hänger över hållarens bakkant, och att fästet hamnar minst 45 cm över marken. Lägre än så börjar den varna för sin egen skugga i asfalten.

        Vänliga hälsningar
        Maya`,
        'AWS Claude · claude-sonnet-5',
      ),
      customer('16d 4h', `Perfekt, 80 mm och 62 cm. Då beställer jag båda. Tack!`),
      change(maya, '16d', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1017,
    subject: 'Support de guidon fissuré après trois semaines',
    status: 'pending',
    priority: 'low',
    assignee: camille,
    requester: { name: 'Émilie Rousseau', email: 'emilie.rousseau@courriel.example' },
    tags: ['mount', 'beam-2', 'warranty'],
    channel: 'email',
    language: 'fr',
    thread: [
      customer(
        '17d',
        `
        Bonjour,

        Le support avant (31,8 mm) de ma Beam 2 s'est fissuré au niveau de la vis, alors que je ne l'ai monté qu'il y a trois semaines. Je n'ai pas de clé dynamométrique, mais je n'ai pas forcé.

        Pouvez-vous m'en envoyer un autre ? Commande NL-483318.

        Cordialement,
        Émilie Rousseau`,
      ),
      agent(
        camille,
        '16d 19h',
        `
        Bonjour Émilie,

        Je suis désolée, un support doit tenir bien plus de trois semaines. Une petite série de mars avait une vis trop longue d'un millimètre : auriez-vous une photo de la fissure et du numéro moulé sous le support (quatre chiffres) ? Si c'est bien cette série, je préviens aussi l'atelier.

        Dans l'intervalle, évitez de rouler de nuit avec, il pourrait céder.

        Camille`,
      ),
      change(camille, '16d 19h', {}, { status: 'pending', priority: 'low' }),
      customer(
        '6d 3h',
        `Je suis en déplacement, je vous envoie la photo dès mon retour le week-end prochain.`,
      ),
      note(
        camille,
        '6d 1h',
        `Relance lundi si toujours pas de photo. De toute façon on remplace, la photo sert à la qualité.`,
      ),
    ],
  },
  {
    id: 1026,
    subject: 'Beam 2 Pro com água dentro da lente',
    status: 'pending',
    priority: 'normal',
    assignee: ines,
    requester: { name: 'Duarte Meireles', email: 'duarte.meireles@correio.example' },
    tags: ['beam-2-pro', 'water', 'warranty'],
    channel: 'web',
    language: 'pt-PT',
    due: 'in 1d 6h',
    thread: [
      customer(
        '10d',
        `
        Boa tarde,

        depois do dilúvio de domingo a minha Beam 2 Pro ficou com condensação por dentro do vidro. Continua a funcionar, mas o feixe ficou todo difuso. Na página diz IPX7, por isso estava descansado.

        Número de série: B2P-25W31-01177.`,
      ),
      agent(
        ines,
        '9d 21h',
        `
        Boa tarde, Duarte,

        tem toda a razão: IPX7 quer dizer um metro de água durante meia hora, chuva não devia entrar. Antes de a trocarmos, peço-lhe só que verifique a tampa da porta USB: se a borracha estiver dobrada, a água entra por aí e não pela lente.

        Pode mandar uma fotografia da tampa aberta?

        Inês`,
      ),
      change(ines, '9d 21h', {}, { status: 'pending' }),
      customer(
        '3d 5h',
        `Aqui está. A borracha parece-me bem assente, mas há um pozinho verde num dos contactos.`,
      ),
      note(
        ines,
        '3d 2h',
        `Verdigris on the contact = water was in the port for days, so probably the cap and not the lens seal. Still ours: caps of week 31 are soft (see #1051 for the same serial range, worse outcome). Waiting for the workshop to say whether they want this one back before I ship a new lamp.`,
      ),
    ],
  },
  {
    id: 1033,
    subject: 'La Ember ya no se enciende a la vez que la Beam',
    status: 'open',
    priority: 'normal',
    assignee: null,
    requester: { name: 'Iker Zubizarreta', email: 'iker.zubi@correo.example' },
    tags: ['ember', 'beam-2', 'pairing'],
    channel: 'email',
    language: 'es',
    due: '8h ago',
    thread: [
      customer(
        '6d',
        `
        Buenas:

        Tenía las dos luces enlazadas: encendía la Beam y la Ember se encendía sola. Desde la última actualización (Beam 3.4.1, Ember 2.9.0) ya no. En la app salen las dos conectadas, pero el interruptor «Encender juntas» está en gris y no me deja tocarlo.

        He desemparejado y vuelto a emparejar dos veces.`,
      ),
      customer(
        '2d 7h',
        `¿Alguna novedad? Voy a trabajar de noche y ya me ha pasado dos veces salir con la trasera apagada.`,
      ),
    ],
  },
  {
    id: 1038,
    subject: 'Ember Radar piept de hele tijd op de fietsdrager',
    status: 'open',
    priority: 'normal',
    assignee: jonas,
    requester: { name: 'Bram Hoekstra', email: 'bram@hoekstra.example' },
    tags: ['ember-radar', 'false-alarm'],
    channel: 'phone',
    language: 'nl',
    due: 'in 20h',
    thread: [
      customer(
        '3d 8h',
        `(Telefoonnotitie) Klant rijdt met de fietsen op de trekhaakdrager naar de Ardennen. De Ember Radar wordt wakker van de trillingen, ziet al het verkeer achter de auto en is na twee uur leeg. Wil weten hoe hij hem écht uit kan zetten zonder hem eraf te halen.`,
      ),
      agent(
        jonas,
        '3d 2h',
        `
        Beste Bram,

        zoals net besproken: knop 8 seconden ingedrukt houden tot hij drie keer rood knippert. Dat is de transportstand, dan wordt hij pas weer wakker als je opnieuw op de knop drukt. Gewoon uitzetten (2 seconden) is alleen slapen, en dan wekt de auto hem weer.

        Laat je weten of hij de terugreis overleeft?

        Groet,
        Jonas`,
      ),
      customer(
        '5h 20m',
        `Terug thuis. Transportstand werkt, maar hij vergeet daarna de koppeling met mijn telefoon. Elke keer opnieuw koppelen is ook niet handig. Is dat een bug?`,
      ),
      note(
        jonas,
        '4h 50m',
        `Auf meinem Radar mit 2.9.0 nachgestellt: Nach dem Transportmodus ist die Kopplung weg, mit 2.8.4 nicht. Gemeldet als ENG-2296.`,
      ),
    ],
  },
  {
    id: 1042,
    subject: 'Beam 2 Pro cuts out on long descents – second lamp, same fault',
    status: 'open',
    priority: 'high',
    assignee: maya,
    requester: { name: 'Eleanor Whitcombe', email: 'eleanor.whitcombe@dalesriders.example' },
    tags: ['beam-2-pro', 'firmware', 'safety', 'replacement'],
    channel: 'email',
    language: 'en',
    due: 'in 5h',
    thread: [
      customer(
        '2d 3h',
        `
        Hello,

        This is my second Beam 2 Pro in a month and it does exactly what the first one did. On a long fast descent, somewhere between six and ten minutes in, the light drops to nothing for about two seconds, comes back at the lowest setting and stays there until I hold the button. Last Thursday night that happened at 58 km/h on the road down from Buttertubs. There are no street lamps on that road and there is a cattle grid at the bottom.

        The first lamp was B2P-25W29-00412 (order NL-484177), you replaced it under NL-485201 without any fuss, thank you. The new one is B2P-25W33-02098. Firmware 3.4.2 on both, battery above 70 % every time.

        I am riding a 400 km audax that starts Saturday at 06:00 and goes through the night. I need to know by Friday evening whether I can trust this lamp or should buy something else.

        Eleanor Whitcombe`,
      ),
      agent(
        maya,
        '2d 1h',
        `
        Hi Eleanor,

        A light that goes out at 58 km/h is the one thing a light must not do, and I am sorry that the replacement did it again. I have raised this above the normal queue.

        Two things would help our firmware team today:

        1. In the Ride app: Beam → About → Share diagnostics. Please send the file from that ride, it keeps the last 20 hours.
        2. Which mode were you in (High, Auto, or Trail), and was it colder than about 5 °C?

        Until I know more, please do not ride descents in the dark with it.

        Maya`,
      ),
      change(maya, '2d 1h', { priority: 'normal' }, { priority: 'high', assignee: maya }),
      customer(
        '1d 9h',
        `
        Auto mode, about 3 °C, dry. Here is the part of the diagnostics around the time it went dark (I cut the rest, shout if you want it all):

        \`\`\`
        21:42:07.114 led   set=1400lm  ntc_led=41.8C ntc_bat=9.2C vbat=3.91
        21:42:31.902 led   set=1400lm  ntc_led=44.0C ntc_bat=8.9C vbat=3.88
        21:42:55.310 therm derate req: ntc_led=-40.0C  <-- ???
        21:42:55.311 therm FAULT sensor_open, led off
        21:42:57.318 therm sensor ok ntc_led=44.3C
        21:42:57.320 led   set=150lm (limp) until button
        \`\`\`

        I am a retired instrument engineer and minus forty looks to me like an open thermistor circuit, not like a temperature. Vibration?`,
      ),
      note(
        maya,
        '1d 7h',
        `She is right. Petter in firmware: 3.4.2 trusts a single open reading of the LED thermistor, 3.4.1 wanted five in a row. So any bump that lifts the connector for one sample kills the light. ENG-2291, fix is 3.4.3, planned for Monday. That is after her ride.`,
      ),
      note(
        tomasz,
        '1d 2h',
        `I can put 3.4.1 back on a lamp here and send it by courier, the workshop has done that before. Needs to leave Utrecht before 15:00 to be in North Yorkshire on Friday. No customer may be told about downgrades by file, but a lamp that we flashed is fine.`,
      ),
      customer(
        '3h 10m',
        `
        Hello Maya, it is Thursday tomorrow and I have not heard back. I do not need a discount or an apology, I need a yes or a no: will there be a lamp here on Friday that does not switch itself off? If not I will buy another make tomorrow, return this one, and we part as friends.

        If you do send one, the address is Thwaite Cottage, not the one on the account (that is my daughter's).`,
      ),
    ],
  },
  {
    id: 1045,
    subject: 'Emberの充電が60%で止まります',
    status: 'pending',
    priority: 'normal',
    assignee: haruki,
    requester: { name: '中村 彩', email: 'aya.nakamura@mailbox.example' },
    tags: ['ember', 'charging'],
    channel: 'web',
    language: 'ja',
    due: 'in 2d',
    thread: [
      customer(
        '1d 4h',
        `お世話になっております。Ember(ファームウェア2.9.0)を一晩充電しても、アプリの表示が60%前後で止まったままです。付属のケーブルとDockの両方で試しましたが変わりません。使用期間は約4か月です。`,
      ),
      agent(
        haruki,
        '22h',
        `
        中村様

        ご不便をおかけして申し訳ございません。2.9.0では、長期間60%前後で使われた電池の残量表示がずれることがございます。実際には満充電になっている可能性が高いため、次の手順で表示を補正してください。

        1. 点灯したまま、自然に消えるまで使い切る
        2. 消灯後、3時間以上続けて充電する
        3. アプリで「電池を再計測」を押す

        これで100%にならない場合は、保証で交換いたします。

        佐藤`,
        'OpenAI · gpt-4.1',
      ),
      change(haruki, '22h', {}, { status: 'pending' }),
    ],
  },
  {
    id: 1051,
    subject: 'PILNE: Beam 2 Pro spuchła i jest gorąca',
    status: 'open',
    priority: 'urgent',
    assignee: tomasz,
    requester: { name: 'Paweł Sikorski', email: 'pawel.sikorski@poczta.example' },
    tags: ['beam-2-pro', 'battery', 'safety', 'water'],
    channel: 'phone',
    language: 'pl',
    due: 'in 1h',
    thread: [
      customer(
        '5h',
        `(Notatka z rozmowy) Klient zauważył rano, że obudowa lampy odstaje na łączeniu, a lampa jest ciepła, choć nie leżała na słońcu i nie była podłączona. Wieczorem ładował ją w przedpokoju. Lampa leży teraz w metalowym wiadrze na balkonie. Numer seryjny B2P-25W31-01203. Dwoje małych dzieci w domu, klient jest zdenerwowany.`,
      ),
      agent(
        tomasz,
        '4h 40m',
        `
        Panie Pawle,

        dobrze Pan zrobił. Potwierdzam to, co ustaliliśmy przez telefon:

        • proszę jej nie ładować, nie otwierać i nie przenosić z powrotem do mieszkania,
        • wiadro powinno stać z dala od drzwi i wszystkiego, co się pali,
        • gdyby pojawił się dym albo syczenie – proszę nie gasić samemu, tylko dzwonić pod 112.

        Lampy nie wolno wysyłać pocztą. Jutro między 9:00 a 13:00 odbierze ją kurier z pojemnikiem do przewozu uszkodzonych baterii. Nową wysyłam jeszcze dziś, niezależnie od tego.

        Tomasz Zieliński
        tel. bezpośredni w stopce`,
      ),
      note(
        tomasz,
        '4h 30m',
        `Second lamp from week 31 with a wet battery compartment (the other is #1026, only corrosion so far). That is two of about 600 sold. I have told Ragnhild in quality; she decides today whether the whole week is stopped. Please do NOT tell other customers anything about a recall before she has.`,
      ),
      customer(
        '50m',
        `Wszystko na razie spokojnie, lampa wystygła. O której dokładnie będzie ten kurier? Muszę wziąć wolne.`,
      ),
    ],
  },
]
