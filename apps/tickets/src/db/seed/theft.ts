import { agents } from './agents.ts'
import { agent, change, customer, note, type SampleTicket } from './story.ts'

const { maya, jonas, camille, tomasz } = agents

/** The Keep tracker: positions, thefts, owners who change. */
export const theftTickets: SampleTicket[] = [
  {
    id: 1003,
    subject: 'Keep shows no position since the ferry to Esbjerg',
    status: 'solved',
    priority: 'normal',
    assignee: maya,
    requester: { name: 'Gareth Pryce', email: 'gareth.pryce@inbox.example' },
    tags: ['keep', 'esim', 'roaming'],
    channel: 'chat',
    language: 'en',
    thread: [
      customer(
        '37d',
        `hi, touring in Denmark, my Keep has been stuck on the harbour in Harwich since yesterday lunchtime. app says "last seen 22 h ago". plan is Keep Basic`,
      ),
      agent(
        maya,
        '36d 23h 50m',
        `Hi Gareth, nothing is lost, it is only shy. On a ship the tracker hunts for networks, gives up and then looks again only every 12 hours. Please take the bike outside and hold a magnet (the clasp of a phone case will do) to the underside of the Keep for five seconds. Two blinks means it is searching again. I will stay in the chat.`,
      ),
      customer('36d 23h 31m', `two blinks… and it just jumped to Esbjerg. magic. well, magnets`),
      agent(
        maya,
        '36d 23h 29m',
        `Good. From firmware 1.12.3 it will search again by itself as soon as it moves on land. Have a fine tour, and a tailwind.`,
      ),
      change(maya, '36d 23h', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1013,
    subject: 'Stolen from outside the office – and found again',
    status: 'closed',
    priority: 'urgent',
    assignee: maya,
    requester: { name: 'Adaeze Okonkwo', email: 'adaeze@okonkwo-design.example' },
    tags: ['keep', 'theft', 'keep-plus', 'recovered'],
    channel: 'phone',
    language: 'en',
    thread: [
      customer(
        '22d',
        `(Call note) Cargo bike taken from a rack in Bristol at 13:10, customer has Keep Plus, the app shows it moving along the A4. Police informed, reference 5225-118-734.`,
      ),
      agent(
        maya,
        '21d 23h 55m',
        `
        Hi Adaeze,

        I have switched your Keep to pursuit mode: a position every 20 seconds for the next six hours, and the sound stays off so that whoever has it does not go looking for a tracker.

        Here is the page that you can give to the officer. It shows the live position and nothing about you: it ends by itself tomorrow at noon. Please do not go there alone, even if the dot stands still.

        Maya`,
      ),
      note(
        maya,
        '21d 23h 40m',
        `Pursuit mode costs about 9 % battery an hour, she is at 61 %. Set a reminder for 18:00 to go back to two minutes.`,
      ),
      customer(
        '21d 20h',
        `It has not moved for two hours. A garage row in Keynsham. The officer has the page and they are sending someone.`,
      ),
      customer(
        '21d 16h',
        `
        WE GOT IT BACK. Garage 14, with four other bikes. The officer said the map was accurate to the door. One dented mudguard, otherwise fine. My kids are currently hugging a bicycle.

        Thank you, thank you, thank you.`,
      ),
      agent(
        maya,
        '21d 15h 30m',
        `That is the best message of the week, I have read it out to the whole team. I have ended pursuit mode and put the mudguard (your model takes the 60 mm one) in the post, on us.`,
      ),
      change(maya, '21d 15h', { priority: 'urgent' }, { status: 'solved' }),
      change(maya, '14d', { status: 'solved' }, { status: 'closed' }),
    ],
  },
  {
    id: 1029,
    subject: 'Rad mit Keep verkauft – wie übergebe ich den Tracker?',
    status: 'pending',
    priority: 'normal',
    assignee: jonas,
    requester: { name: 'Thorsten Lückel', email: 't.lueckel@netzpost.example' },
    tags: ['keep', 'ownership', 'esim'],
    channel: 'web',
    language: 'de',
    thread: [
      customer(
        '8d',
        `Hallo, ich habe mein Gravelbike samt verbautem Keep verkauft. Der Käufer kann den Tracker nicht anmelden, bei ihm steht „gehört bereits jemandem“. Mein Jahresabo läuft noch bis Mai, das darf er gern haben. Was muss ich tun?`,
      ),
      agent(
        jonas,
        '7d 22h',
        `
        Hallo Herr Lückel,

        dass sich ein Keep nicht einfach neu anmelden lässt, ist Absicht, sonst wäre er für Diebe keine Hürde. So geht die Übergabe:

        1. In der App: Keep → Besitz → „An neue Person übergeben“, E-Mail des Käufers eintragen.
        2. Der Käufer bestätigt innerhalb von 72 Stunden.
        3. Ihre alten Fahrten und Positionen werden dabei gelöscht, er sieht nur, was ab dann passiert.

        Das restliche Abo kann mitwandern, dafür brauche ich nur Ihr kurzes Ja hier im Ticket.`,
      ),
      customer(
        '6d 4h',
        `Ja, das Abo soll mitgehen. Die Übergabe habe ich angestoßen, der Käufer ist aber bis Ende der Woche im Urlaub.`,
      ),
      change(jonas, '6d 2h', {}, { status: 'pending' }),
      note(
        jonas,
        '6d 2h',
        `72 h reichen dann nicht. Sobald der Käufer zurück ist, Frist von Hand verlängern (Admin → Keep → Transfer).`,
      ),
    ],
  },
  {
    id: 1031,
    subject: 'Kradzież roweru – policja prosi o historię lokalizacji',
    status: 'open',
    priority: 'high',
    assignee: tomasz,
    requester: { name: 'Agnieszka Wrona', email: 'agnieszka.wrona@poczta.example' },
    tags: ['keep', 'theft', 'police', 'privacy'],
    channel: 'email',
    language: 'pl',
    due: '5h ago',
    thread: [
      customer(
        '7d',
        `
        Dzień dobry,

        w nocy z piątku na sobotę skradziono mi rower spod bloku. Keep (KP-7F3A-2291, plan Basic) pokazał jeszcze dwie pozycje, potem cisza. Policjantka prowadząca sprawę prosi o „pełną historię lokalizacji urządzenia wraz z potwierdzeniem autentyczności”. W aplikacji widzę tylko mapkę.

        Jak mogę to dostać?

        Agnieszka Wrona`,
      ),
      agent(
        tomasz,
        '6d 21h',
        `
        Pani Agnieszko,

        bardzo mi przykro. Historię może Pani pobrać sama: Keep → Historia → Eksportuj (PDF z podpisem elektronicznym, policja go uznaje). Plan Basic przechowuje 30 dni, więc nic jeszcze nie zginęło.

        Gdyby policja chciała danych bezpośrednio od nas, potrzebujemy pisma na adres legal@nordlykt.example – bez niego nie wolno nam nic wydać, nawet w dobrej sprawie.

        Tomasz`,
      ),
      customer(
        '2d 2h',
        `Wyeksportowałam, ale w PDF-ie brakuje właśnie tych dwóch ostatnich pozycji z 02:14 i 02:31, które mam na zrzucie ekranu. Policjantka mówi, że bez nich to mało warte.`,
      ),
      note(
        tomasz,
        '1d 22h',
        `Export runs on the nightly copy, and the two positions came in with a wrong clock (tracker said 1970, server corrected it). They are in the raw table. Asked data team for a signed re-export, case DATA-418. Promised her an answer by this morning.`,
      ),
    ],
  },
  {
    id: 1032,
    subject: 'Vélo volé à Lyon, dernière position dans un parking souterrain',
    status: 'pending',
    priority: 'high',
    assignee: camille,
    requester: { name: 'Baptiste Morel', email: 'b.morel@courriel.example' },
    tags: ['keep', 'theft', 'keep-plus'],
    channel: 'chat',
    language: 'fr',
    due: 'in 8h',
    thread: [
      customer(
        '6d',
        `Bonjour, on m'a volé mon vélo cette nuit. L'appli le montre à l'entrée d'un parking souterrain rue Garibaldi et depuis, plus rien. Que faire ?`,
      ),
      agent(
        camille,
        '5d 23h 50m',
        `
        Bonjour Baptiste, je regarde avec vous. Sous terre le Keep n'a ni GPS ni réseau, mais il garde ses mesures et les envoie dès qu'il ressort : une disparition à l'entrée d'un parking veut souvent dire qu'il y est encore.

        Trois choses maintenant :
        – portez plainte (en ligne, cela suffit pour commencer) et donnez-moi le numéro,
        – n'activez pas l'alarme sonore à distance,
        – laissez-moi passer le Keep en mode poursuite : il se signalera à la seconde où il capte.`,
      ),
      customer('5d 23h 20m', `Plainte déposée, n° 118842-L. Oui pour le mode poursuite.`),
      change(
        camille,
        '5d 23h',
        { priority: 'normal' },
        { status: 'pending', priority: 'high', assignee: camille },
      ),
      note(
        camille,
        '3d',
        `Toujours muet. Batterie estimée à 38 %. En mode poursuite sans réseau il tient encore 5 jours environ.`,
      ),
      agent(
        camille,
        '1d 1h',
        `Bonjour Baptiste, toujours aucun signal, mais il reste environ 25 % de batterie. Le gardien du parking a-t-il pu regarder les niveaux −2 et −3 ? Si la police le demande, je peux lui confirmer la dernière position par écrit.`,
      ),
    ],
  },
  {
    id: 1043,
    subject: 'جهاز Keep يُظهر موقعًا خاطئًا داخل المرآب',
    status: 'open',
    priority: 'normal',
    assignee: null,
    requester: { name: 'ليلى الحداد', email: 'layla.haddad@bareed.example' },
    tags: ['keep', 'position', 'needs-translation'],
    channel: 'web',
    language: 'ar',
    due: 'in 14h',
    thread: [
      customer(
        '1d 20h',
        `
        مرحبًا،

        اشتريت جهاز Keep قبل شهر (رقم الطلب NL-484655) وأستخدم خطة Keep Basic. عندما تكون الدراجة في مرآب المبنى يُظهر التطبيق أنها في شارع آخر يبعد حوالي 400 متر، وتصلني تنبيهات «الدراجة تتحرك» في منتصف الليل رغم أنها لم تتحرك.

        هل المشكلة في الجهاز أم في إعدادات التطبيق (الإصدار 5.8.1)؟

        شكرًا لكم،
        ليلى الحداد`,
      ),
      note(
        maya,
        '1d 18h',
        `Nobody on shift reads Arabic. From the words I can make out: position is about 400 m off in a garage and night-time alarms. Sounds like Wi-Fi positioning with a moved access point. Can somebody answer with a checked translation? Please do not let it go out unread.`,
      ),
    ],
  },
  {
    id: 1046,
    subject: 'Bike gone 40 minutes ago, app still shows it moving',
    status: 'open',
    priority: 'urgent',
    assignee: maya,
    requester: { name: 'Callum Fraser', email: 'callum.fraser@mailhaven.example' },
    tags: ['keep', 'theft', 'keep-plus'],
    channel: 'chat',
    language: 'en',
    due: '40m ago',
    thread: [
      customer(
        '23h',
        `my bike got nicked from the station about 40 min ago. ive got keep plus. i can SEE it moving on the map. what do i do??`,
      ),
      agent(
        maya,
        '22h 57m',
        `
        Hi Callum, that is horrible, and it is good that you can see it. In this order please:

        1. Call 101 (or 999 if you can see the thief) and get a reference number.
        2. Tell me it is fine to switch on pursuit mode. That is a position every 20 seconds.
        3. Do not follow it yourself.`,
      ),
      customer('22h 52m', `yes do it. ref is CR/0412877`),
      agent(
        maya,
        '22h 51m',
        `On. You have a link in your mail that you can give to the police, it shows the live map until tomorrow evening.`,
      ),
      customer(
        '19h',
        `stopped at a house in Leith. police say they will "try to attend". its been 2 hrs`,
      ),
      note(
        maya,
        '18h 40m',
        `Rang the control room, they have the link open. They need a written statement of accuracy from us (template "position statement, UK") before they can knock. Battery 34 %. I send it first thing in the morning, due set to that.`,
      ),
      customer('55m', `any news?? its still at the same house. battery says 12%`),
    ],
  },
  {
    id: 1055,
    subject: '自転車が盗まれました。Keepの追跡モードをお願いします',
    status: 'open',
    priority: 'urgent',
    assignee: null,
    requester: { name: '小林 大輔', email: 'd.kobayashi@mailbox.example' },
    tags: ['keep', 'theft', 'keep-plus'],
    channel: 'chat',
    language: 'ja',
    due: 'in 25m',
    thread: [
      customer(
        '18m',
        `先ほど駅前の駐輪場から自転車が盗まれました。Keep Plusを契約しています。アプリでは10分前まで動いていて、今は環七沿いで止まっています。警察には通報済みです(受理番号 7-1182)。追跡モードへの切り替えをお願いできますか。`,
      ),
      customer('11m', `また動き始めました。電池残量は22%です。`),
    ],
  },
]
