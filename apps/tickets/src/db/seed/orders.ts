import { agents } from './agents.ts'
import { agent, change, confirmation, customer, note, type SampleTicket } from './story.ts'

const { maya, jonas, camille, tomasz, ines, haruki } = agents

/** Before the purchase, parcels, returns. */
export const orderTickets: SampleTicket[] = [
  {
    id: 1004,
    subject: 'Uchwyt Beam 2 do kierownicy aero',
    status: 'closed',
    priority: 'normal',
    assignee: tomasz,
    requester: { name: 'Marek Dąbrowski', email: 'marek.dabrowski@poczta.example' },
    tags: ['mount', 'beam-2', 'question'],
    channel: 'web',
    language: 'pl',
    thread: [
      customer(
        '36d',
        `Dzień dobry, czy jest jakiś uchwyt do płaskiej kierownicy aero? Standardowy 31,8 mm oczywiście nie wchodzi.`,
      ),
      agent(
        tomasz,
        '35d 20h',
        `Dzień dobry, tak: uchwyt wysięgnikowy pod mostek (art. 3112, 24 €). Przykręca się go do dwóch dolnych śrub mostka, więc kształt kierownicy nie ma znaczenia. Proszę tylko sprawdzić, czy śruby mają rozstaw 44 mm – przy mostkach zintegrowanych bywa inny.`,
      ),
      customer('35d 3h', `44 mm, pasuje. Zamówiłem, dziękuję.`),
      change(tomasz, '35d', {}, { status: 'solved' }),
      change(tomasz, '28d', { status: 'solved' }, { status: 'closed' }),
    ],
  },
  {
    id: 1006,
    subject: '対応するハンドル径について',
    status: 'closed',
    priority: 'low',
    assignee: haruki,
    requester: { name: '山口 健', email: 'ken.yamaguchi@mailbox.example' },
    tags: ['mount', 'beam-2', 'question'],
    channel: 'email',
    language: 'ja',
    thread: [
      customer(
        '33d',
        `はじめまして。クロモリのロードバイク(ハンドル径25.4mm)にBeam 2を取り付けたいのですが、付属のマウントで大丈夫でしょうか。`,
      ),
      agent(
        haruki,
        '32d 15h',
        `
        山口様

        お問い合わせありがとうございます。付属のマウントは31.8mm用ですが、箱の底に25.4mm用のゴムスペーサーが同梱されておりますので、そのままお使いいただけます。締め付けトルクは2Nmまでとしてください。

        佐藤`,
      ),
      customer('32d 1h', `底にありました。ありがとうございました。`),
      change(haruki, '32d', {}, { status: 'solved' }),
      change(haruki, '25d', { status: 'solved' }, { status: 'closed' }),
    ],
  },
  {
    id: 1008,
    subject: 'Rücksendung NL-481377: Etikett lässt sich nicht öffnen',
    status: 'closed',
    priority: 'normal',
    assignee: jonas,
    requester: { name: 'Birgit Sommer', email: 'birgit.sommer@netzpost.example' },
    tags: ['return', 'label'],
    channel: 'email',
    language: 'de',
    thread: [
      customer(
        '30d',
        `Hallo, ich möchte den Ember aus NL-481377 zurückgeben, das PDF mit dem Etikett ist bei mir aber eine leere Seite.`,
      ),
      agent(
        jonas,
        '29d 22h',
        `Hallo Frau Sommer, das tut mir leid. Statt des PDFs habe ich Ihnen einen QR-Code geschickt, den Sie einfach im Paketshop vorzeigen, gedruckt wird dort. Nach Eingang in Utrecht dauert die Erstattung höchstens fünf Werktage.`,
      ),
      customer('24d', `Geld ist da, danke.`),
      change(jonas, '24d', {}, { status: 'solved' }),
      change(jonas, '17d', { status: 'solved' }, { status: 'closed' }),
    ],
  },
  {
    id: 1010,
    subject: 'Cambio di indirizzo per l\u2019ordine NL-482960',
    status: 'solved',
    priority: 'low',
    assignee: camille,
    requester: { name: 'Giulia Ferrante', email: 'giulia.ferrante@posta.example' },
    tags: ['delivery', 'address'],
    channel: 'chat',
    language: 'it',
    thread: [
      customer(
        '27d',
        `Buongiorno! Ho sbagliato il numero civico nell'ordine NL-482960: è 12, non 21. Si può ancora correggere?`,
      ),
      agent(
        camille,
        '26d 23h 45m',
        `Buongiorno Giulia, sì: il pacco parte solo nel pomeriggio. Ho corretto in via dei Serragli 12. Riceverà una nuova conferma tra pochi minuti.`,
      ),
      customer('26d 23h 40m', `Arrivata. Gentilissima!`),
      change(camille, '26d 23h', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1012,
    subject: 'Encomenda retida na alfândega – preciso da fatura',
    status: 'solved',
    priority: 'normal',
    assignee: ines,
    requester: { name: 'Rafael Antunes Prado', email: 'rafael.prado@correio.example' },
    tags: ['delivery', 'customs', 'invoice'],
    channel: 'email',
    language: 'pt-BR',
    thread: [
      customer(
        '24d',
        `
        Olá,

        meu pedido NL-483077 está parado na alfândega em Curitiba. Os Correios pedem uma fatura comercial com o valor do frete separado, e a que veio no e-mail tem só o total.

        Vocês conseguem emitir outra?`,
      ),
      agent(
        ines,
        '23d 20h',
        `
        Oi, Rafael!

        Consigo, sim. Em anexo vai a fatura comercial com mercadoria (€ 119,00), frete (€ 14,50) e o código NCM separados. É só enviar esse PDF na página «Minhas Importações».

        Se pedirem mais alguma coisa, me mande a mensagem deles exatamente como veio.

        Inês`,
      ),
      customer('19d', `Liberado! Chegou ontem. Muito obrigado pela paciência.`),
      change(ines, '19d', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1020,
    subject: 'Refund for returned Ember Radar has not arrived (NL-483902)',
    status: 'pending',
    priority: 'normal',
    assignee: maya,
    requester: { name: 'Hannah Lindgren-Cole', email: 'hannah.lc@inbox.example' },
    tags: ['return', 'refund'],
    channel: 'email',
    language: 'en',
    due: '2d ago',
    thread: [
      customer(
        '14d',
        `
        Hi,

        I returned my Ember Radar (NL-483902) three weeks ago, tracking says it was signed for in Utrecht on the 3rd. The website promises a refund within five working days of arrival. My bank shows nothing.

        €149 is not nothing. Could you look into it please?

        Hannah`,
      ),
      agent(
        maya,
        '13d 20h',
        `Hi Hannah, you are right to ask. The parcel is booked in, but the refund was sent to the card you paid with, and that card has been replaced since. The bank bounced it back to us on the 11th. Could you send me an IBAN? Please use the secure form in the link rather than this e-mail.`,
      ),
      customer('11d', `Form filled in. Irish IBAN, if that matters.`),
      agent(
        maya,
        '10d 22h',
        `It does not. The transfer is ordered, two to three working days. I keep this open until you tell me that it has come.`,
      ),
      change(maya, '10d 22h', {}, { status: 'pending' }),
      note(
        maya,
        '3d',
        `No word from her, and finance shows the transfer as "in review" since last week?! Asked Elin why. If it is the new limit for transfers outside the card scheme, there are more of these.`,
      ),
    ],
  },
  {
    id: 1023,
    subject: 'Keepの技適マークについての確認',
    status: 'pending',
    priority: 'normal',
    assignee: haruki,
    requester: { name: '株式会社ミナト輪業 佐々木', email: 'sasaki@minato-rin.example' },
    tags: ['keep', 'certification', 'dealer'],
    channel: 'email',
    language: 'ja',
    due: 'in 3d',
    thread: [
      customer(
        '12d',
        `
        お世話になっております。ミナト輪業の佐々木です。

        店頭でKeepの取り扱いを検討しておりますが、製品ページの技適番号が本体の表示と一致していないようです(ページ:末尾 0417、本体:末尾 0471)。どちらが正しいか、証明書の写しとあわせてご教示いただけますでしょうか。`,
      ),
      agent(
        haruki,
        '11d 18h',
        `
        佐々木様

        いつもお世話になっております。ご指摘のとおり、本体の「0471」が正しく、製品ページは誤記でした。ページは本日中に訂正いたします。証明書の写しは認証部門に手配しており、届き次第お送りいたします。

        佐藤`,
      ),
      change(haruki, '11d 18h', {}, { status: 'pending' }),
      customer('4d 2h', `ご対応ありがとうございます。来週の仕入れ会議に間に合うと助かります。`),
    ],
  },
  {
    id: 1039,
    subject: 'Ordered forest green, got signal orange (NL-485630)',
    status: 'solved',
    priority: 'normal',
    assignee: maya,
    requester: { name: 'Priya Raghunathan', email: 'priya.r@inbox.example' },
    tags: ['delivery', 'wrong-item', 'beam-2'],
    channel: 'web',
    language: 'en',
    thread: [
      customer(
        '3d 4h',
        `The Beam 2 in NL-485630 should be forest green. What arrived is so orange that I can see it with my eyes closed. Everything else is right. Swap possible?`,
      ),
      agent(
        maya,
        '3d 1h',
        `Hi Priya, of course. The green one leaves today, and you have 30 days to drop the orange one at any parcel shop with the code in your mail. (We did name it "signal" for a reason.)`,
      ),
      customer(
        '1d 2h',
        `Green is here and it is lovely. My neighbour wants to buy the orange one, can he just pay you?`,
      ),
      agent(
        maya,
        '1d',
        `He can. I have sent you a payment link for the orange one at the returned-goods price of €75; as soon as it is paid the return is off the books and nobody has to post anything.`,
      ),
      customer('20h', `Paid. That is the most sensible thing any company has ever said to me.`),
      change(maya, '19h 50m', {}, { status: 'solved' }),
    ],
  },
  {
    id: 1041,
    subject: 'Przesyłka NL-485744 stoi w sortowni od tygodnia',
    status: 'open',
    priority: 'normal',
    assignee: tomasz,
    requester: { name: 'Joanna Majewska', email: 'j.majewska@poczta.example' },
    tags: ['delivery', 'delayed'],
    channel: 'email',
    language: 'pl',
    due: 'in 18h',
    thread: [
      customer(
        '2d 6h',
        `Dzień dobry, moja paczka NL-485744 od siedmiu dni ma status „w sortowni” w Poznaniu. To prezent na sobotę. Infolinia kuriera odsyła do nadawcy, czyli do Państwa.`,
      ),
      agent(
        tomasz,
        '2d 1h',
        `
        Dzień dobry, Pani Joanno,

        zgłosiłem poszukiwanie u kuriera (nr 88-40127), mają na nie 48 godzin. Jeśli do jutra do południa paczka się nie ruszy, wyślę drugą ekspresem, żeby na pewno była przed sobotą. Ta pierwsza, gdy się znajdzie, wróci do nas sama.

        Tomasz`,
      ),
      customer('6h', `Minęło południe, status bez zmian. Poproszę zatem o tę drugą przesyłkę.`),
    ],
  },
  {
    id: 1047,
    subject: 'Gift order 🎁 engraving + can it arrive wrapped??',
    status: 'open',
    priority: 'low',
    assignee: null,
    requester: { name: 'Zoë Papadaki 🚲', email: 'zoe.papadaki@inbox.example' },
    tags: ['gift', 'engraving', 'question'],
    channel: 'chat',
    language: 'en',
    thread: [
      customer(
        '20h',
        `hiii 👋 want to get the Ember for my girlfriend's birthday 🎂 (she rides home in the DARK with ONE reflector 😱)`,
      ),
      customer(
        '19h 59m',
        `can you engrave it? text would be: „Ζωή + Noor ❤️‍🔥 4ever“ — greek letters and the heart, or is that too much for the machine 🙈`,
      ),
      customer('19h 57m', `and 🎁 wrapping? and could the invoice NOT be in the parcel 🤫👩🏽‍❤️‍👩🏻`),
    ],
  },
  {
    id: 1049,
    subject: 'Colis reçu vide : il manque la Dock (NL-486102)',
    status: 'open',
    priority: 'normal',
    assignee: camille,
    requester: { name: 'Hugo Lefèvre', email: 'hugo.lefevre@courriel.example' },
    tags: ['delivery', 'missing-item', 'dock'],
    channel: 'email',
    language: 'fr',
    due: 'in 22h',
    thread: [
      customer(
        '11h',
        `
        Bonjour,

        J'ai bien reçu la commande NL-486102 ce matin, mais la boîte de la Dock est vide : le carton, la notice, le sachet, et rien dedans. Le colis n'avait pas l'air ouvert. J'ai pesé le tout : 412 g, alors que l'étiquette indique 0,69 kg.

        Photos jointes.

        Hugo Lefèvre`,
      ),
      agent(
        camille,
        '7h 30m',
        `
        Bonjour Hugo,

        Merci pour la pesée, c'est exactement ce qu'il me fallait : le colis est parti de chez nous avec 0,69 kg, il a donc été ouvert en route. Je vous renvoie une Dock aujourd'hui même sans attendre l'enquête du transporteur.

        Gardez le carton encore une dizaine de jours, s'il vous plaît, ils demandent parfois à le voir.

        Camille`,
      ),
      customer(
        '2h 15m',
        `Parfait, merci. Le transporteur vient de m'appeler, il veut une « attestation de valeur » signée de votre part. Vous pouvez me l'envoyer ?`,
      ),
    ],
  },
  {
    id: 1054,
    subject: 'Please change the delivery address before NL-486871 ships',
    status: 'open',
    priority: 'normal',
    assignee: maya,
    requester: { name: 'Eleanor Whitcombe', email: 'eleanor.whitcombe@dalesriders.example' },
    tags: ['delivery', 'address'],
    channel: 'web',
    language: 'en',
    due: 'in 2h',
    thread: [
      customer(
        '40m',
        `I have just ordered a spare rear mount (NL-486871), and the shop took the old address again. It should go to Thwaite Cottage, the same as in my other ticket, the one about the lamp. Could you change it for this order and, while you are there, for the account?`,
      ),
      confirmation('39m'),
    ],
  },
  {
    id: 1056,
    subject: 'where is my order',
    status: 'open',
    priority: 'normal',
    assignee: null,
    requester: { name: 'Tom Brannigan', email: 'tbrannigan@inbox.example' },
    tags: ['delivery'],
    channel: 'web',
    language: 'en',
    due: 'in 1d',
    thread: [
      customer('7m', `NL-486402. ordered monday. said 2 days. its been 4`),
      confirmation('6m'),
    ],
  },
]
