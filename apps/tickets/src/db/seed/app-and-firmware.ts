import { agents } from './agents.ts'
import { agent, change, confirmation, customer, note, type SampleTicket } from './story.ts'

const { maya, jonas, camille, haruki } = agents

/** The Nordlykt Ride app and what runs inside the lights. */
export const appTickets: SampleTicket[] = [
  {
    id: 1014,
    subject: 'アプリの通知が届かなくなりました',
    status: 'solved',
    priority: 'normal',
    assignee: haruki,
    requester: { name: '藤田 恵', email: 'megumi.fujita@mailbox.example' },
    tags: ['app', 'ios', 'notifications'],
    channel: 'web',
    language: 'ja',
    thread: [
      customer(
        '21d',
        `お世話になります。先週から、Keepの「自転車が動きました」という通知がiPhoneに届きません。アプリを開くと履歴には残っています。アプリは5.7.2、iOSは最新です。`,
      ),
      agent(
        haruki,
        '20d 22h',
        `
        藤田様

        ご連絡ありがとうございます。履歴に残っているとのことですので、Keep本体は正常です。iOSの「集中モード」が更新後に通知をまとめてしまう事例を確認しております。

        設定 → 通知 → Nordlykt Ride → 「即時通知」をオンにしてください。あわせてアプリを5.8.0に更新いただくと、盗難の通知だけは集中モード中でも届くようになります。

        佐藤`,
      ),
      customer(
        '20d 3h',
        `即時通知がオフになっていました。届くようになりました。ありがとうございます。`,
      ),
      change(haruki, '20d 2h', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1018,
    subject: 'Seit Firmware 3.4.0 lädt die Beam 2 nur noch bis 80 %',
    status: 'solved',
    priority: 'high',
    assignee: jonas,
    requester: { name: 'Dr. Matthias Kern', email: 'm.kern@praxis-kern.example' },
    tags: ['beam-2', 'firmware', 'charging'],
    channel: 'email',
    language: 'de',
    thread: [
      customer(
        '16d',
        `
        Sehr geehrte Damen und Herren,

        nach dem Update auf 3.4.0 beendet meine Beam 2 den Ladevorgang reproduzierbar bei 80 %. Die Laufzeit im Modus „Hoch“ sinkt dadurch von 2:10 h auf 1:40 h, was für meinen Arbeitsweg im Winter nicht reicht. Eine Einstellung dazu finde ich in der App nicht.

        Ich bitte um Auskunft, ob das Absicht ist.

        Mit freundlichen Grüßen
        Dr. M. Kern`,
      ),
      agent(
        jonas,
        '15d 23h',
        `
        Sehr geehrter Herr Dr. Kern,

        es ist keine Absicht. Mit 3.4.0 kam ein Akkuschonmodus, der abschaltbar sein sollte, dessen Schalter es aber nicht in die App geschafft hat. Version 3.4.1 bringt ihn nach, sie wird gerade verteilt.

        Ich habe Ihre Lampe vorgemerkt, sodass Sie das Update heute noch angeboten bekommen: Beam → Über → Nach Update suchen. Danach: Beam → Akku → „Bis 100 % laden“.

        Freundliche Grüße
        Jonas Brandt`,
        'AWS Claude · claude-sonnet-5',
      ),
      customer(
        '14d 20h',
        `Update ist installiert, Schalter vorhanden, 100 % erreicht. Vielen Dank, so wünscht man sich Support.`,
      ),
      change(jonas, '14d 19h', { priority: 'high' }, { status: 'solved' }),
    ],
  },
  {
    id: 1021,
    subject: 'Feature request: radar distance as a data field on my Garmin',
    status: 'open',
    priority: 'low',
    assignee: null,
    requester: { name: 'Marcus Delgado', email: 'marcus.delgado@inbox.example' },
    tags: ['ember-radar', 'feature-request', 'garmin'],
    channel: 'web',
    language: 'en',
    thread: [
      customer(
        '13d',
        `
        Love the Ember Radar, it has changed how I ride on rural roads. One wish: on my head unit I get the coloured side bar, but not the distance as a number. The sensor clearly knows it (your app shows metres). Could it be sent over ANT+ as a field?

        No rush, I would just like to know whether it is on the list.`,
      ),
      note(
        maya,
        '12d 20h',
        `Third request this quarter. The ANT+ radar profile does carry range, so it should be a matter of firmware only. Added a vote to IDEA-77. Left unassigned on purpose, product answers these once a month.`,
      ),
    ],
  },
  {
    id: 1027,
    subject: "L'appli 5.8.0 oublie mes lampes à chaque redémarrage (Android 16)",
    status: 'solved',
    priority: 'normal',
    assignee: camille,
    requester: { name: 'Nathalie Berthier', email: 'nathalie.berthier@courriel.example' },
    tags: ['app', 'android', 'pairing'],
    channel: 'web',
    language: 'fr',
    thread: [
      customer(
        '9d 12h',
        `Bonjour, depuis la mise à jour 5.8.0 je dois réappairer ma Beam et mon Ember chaque fois que je redémarre le téléphone (Pixel 9, Android 16). C'est pénible, surtout avec des gants le matin !`,
      ),
      agent(
        camille,
        '9d 8h',
        `
        Bonjour Nathalie,

        Avec des gants, je n'ose imaginer… Android 16 demande une nouvelle autorisation pour les appareils proches, et la 5.8.0 ne la demandait pas au bon moment. La 5.8.1 corrige cela, elle arrive sur le Play Store d'ici demain.

        Après l'installation, un dernier appairage sera nécessaire, puis plus jamais.

        Camille`,
      ),
      customer('7d 6h', `5.8.1 installée, deux redémarrages, mes lampes sont toujours là. Merci !`),
      change(camille, '7d 5h', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1028,
    subject: 'Six months, 4,300 km: what works, what does not, nine points',
    status: 'open',
    priority: 'normal',
    assignee: maya,
    requester: { name: 'Winifred Ashdown', email: 'w.ashdown@longmail.example' },
    tags: ['feedback', 'beam-2', 'ember-radar', 'app', 'long'],
    channel: 'email',
    language: 'en',
    due: 'in 3d',
    thread: [
      customer(
        '9d 2h',
        `
        Dear Nordlykt,

        I promised myself that after six months I would write down everything, the good and the bad, so here it is. I commute 34 km a day, all year, in all weathers, between Lewes and Brighton, and I have had the Beam 2, the Ember Radar and the Keep on the bike since May (orders NL-476220 and NL-476981). I am 67, I was a maths teacher, and I make lists.

        1. THE BEAM ITSELF is the best front light I have owned. The cut-off is clean, nobody flashes me any more, and the road edge is lit far enough out that I see the badgers before they see me. Do not change the optics.

        2. THE BUTTON, however, is too small for winter gloves. With ski gloves I press the housing next to it as often as the button. A ridge round it would do. I have glued on half a lentil, which works but looks like what it is.

        3. AUTO MODE dims too eagerly under the trees on the Ditchling road. Every gap in the leaves counts as daylight. I counted 31 changes of brightness in one kilometre. A delay of a few seconds before dimming (not before brightening!) would be enough.

        4. RUN TIME. You say 2 hours 10 on High. I measured 2:14 new, 2:06 in month three, 1:58 last week (at 8 °C, which I accept is part of it). Is that the ageing that you expect? I log every charge and can send the spreadsheet.

        5. THE RADAR is a wonder, but it does not see a bicycle that comes from behind at nearly my own speed, and then it beeps when he is beside me, which frightens us both. I understand the physics. A gentler sound for slow things would be kind.

        6. THE APP. Since 5.8 the ride list opens at the oldest ride. I have 240 rides. I scroll every evening. Please.

        7. ALSO THE APP: the distance on the ride page is rounded to whole kilometres, in the list it has one decimal, and in the export it has five. They do not add up to the same sum: for October the list says 702.4, the page sums to 698, the export to 702.37812.

        8. THE KEEP. Never needed, thank heaven. But every Sunday at 03:00 it tells me that my bicycle has moved. My bicycle is in the hall. I was in the hall once, to check, at 03:00.

        9. YOUR PACKAGING has no plastic in it and the instructions were readable without a magnifying glass. I want you to know that this was noticed.

        I do not want anything replaced. But I would like to know about 4 and 8, and it would please me if somebody wrote something about 6.

        With kind regards, and with both lights on,
        Winifred Ashdown

        P.S. Half a lentil. Red ones are too flat.`,
      ),
      agent(
        maya,
        '8d 4h',
        `
        Dear Winifred,

        This is the most useful letter that I have had in this job. It hangs in the kitchen here, point 2 circled by our hardware lead in red.

        Quickly to your questions, and properly later this week when I have asked around:

        4. A loss of 8 % of run time in the first six months is what we expect at your mileage, after that it flattens out. I would love the spreadsheet.
        6. You are not alone. It is fixed in 5.9, which is in testing.
        8. That one I want to understand. Sunday 03:00 is when the Keep calls home for its weekly self-test. It must not report movement then.

        Maya`,
      ),
      note(
        maya,
        '8d 3h',
        `Points 2, 3, 5 to product (IDEA-81 to 83). Point 7 is a real bug, three roundings: APP-1409. For 8 ask Petter: does the self-test spin the accelerometer?`,
      ),
      customer(
        '2d 20h',
        `Spreadsheet attached, 212 rows, column F is the outside temperature from the Met Office. It was 03:00 again this Sunday. I stayed in bed this time.`,
      ),
    ],
  },
  {
    id: 1050,
    subject: 'Beam 2 verbindet sich nicht mit App 5.8.1 (Log anbei)',
    status: 'open',
    priority: 'normal',
    assignee: null,
    requester: { name: 'Sebastian Köhler', email: 'sk@koehler-it.example' },
    tags: ['app', 'android', 'pairing', 'beam-2'],
    channel: 'email',
    language: 'de',
    due: 'in 1d',
    thread: [
      customer(
        '8h',
        `
        Moin,

        die Beam 2 (3.4.2) taucht in der App kurz auf und verschwindet wieder. Galaxy S24, Android 16, App 5.8.1, Bluetooth-Berechtigung ist erteilt, Akkuoptimierung ist aus. Mit dem iPad meiner Frau geht es sofort. Auszug aus logcat:

        \`\`\`
        07:58:12.406 D/RideBle ( 9412): connectGatt(C4:7A:**:**:19:E0) autoConnect=false
        07:58:12.981 D/RideBle ( 9412): onConnectionStateChange status=0 newState=2
        07:58:12.984 D/RideBle ( 9412): requestMtu(517)
        07:58:13.377 I/RideBle ( 9412): onMtuChanged mtu=247 status=0
        07:58:13.380 D/RideBle ( 9412): discoverServices()
        07:58:14.102 E/RideBle ( 9412): service 0000fe9f not found, 3 services
        07:58:14.103 W/RideBle ( 9412): java.lang.IllegalStateException: control point missing
        07:58:14.103 W/RideBle ( 9412):     at no.nordlykt.ride.ble.BeamSession.bind(BeamSession.kt:188)
        07:58:14.103 W/RideBle ( 9412):     at no.nordlykt.ride.ble.BeamSession.onServices(BeamSession.kt:141)
        07:58:14.106 D/RideBle ( 9412): disconnect() reason=BIND_FAILED
        \`\`\`

        Sieht für mich nach einem veralteten GATT-Cache aus. Gibt es einen Weg, den ohne Werksreset des Handys loszuwerden?

        Gruß
        Sebastian`,
      ),
      confirmation('7h 59m'),
    ],
  },
]
