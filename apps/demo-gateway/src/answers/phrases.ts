/** What a drafted reply is made of, in one language. */
export type Phrases = {
  readonly greeting: (name: string) => string
  readonly thanks: (subject: string) => string
  readonly youWrote: string
  readonly weWrote: (date: string) => string
  readonly details: (list: string) => string
  readonly urgent: string
  readonly next: string
  readonly closing: string
  readonly team: string
}

const english: Phrases = {
  greeting: (name) => `Hello ${name},`,
  thanks: (subject) => `Thank you for your message about “${subject}”.`,
  youWrote: 'You told us:',
  weWrote: (date) => `We wrote to you on ${date}:`,
  details: (list) => `These details are noted with your request: ${list}.`,
  urgent: 'We are treating this with priority.',
  next: 'We are looking into it and will come back to you with the result. If anything has changed since, please reply to this message.',
  closing: 'Kind regards',
  team: 'Your support team',
}

const phrases: Readonly<Record<string, Phrases>> = {
  en: english,
  de: {
    greeting: (name) => `Guten Tag ${name},`,
    thanks: (subject) => `vielen Dank für Ihre Nachricht zu „${subject}“.`,
    youWrote: 'Sie haben uns geschrieben:',
    weWrote: (date) => `Am ${date} haben wir Ihnen geschrieben:`,
    details: (list) => `Zu Ihrer Anfrage haben wir notiert: ${list}.`,
    urgent: 'Wir behandeln Ihr Anliegen mit Vorrang.',
    next: 'Wir prüfen das und melden uns mit dem Ergebnis bei Ihnen. Falls sich inzwischen etwas geändert hat, antworten Sie bitte auf diese Nachricht.',
    closing: 'Mit freundlichen Grüßen',
    team: 'Ihr Support-Team',
  },
  fr: {
    greeting: (name) => `Bonjour ${name},`,
    thanks: (subject) => `Merci pour votre message au sujet de « ${subject} ».`,
    youWrote: 'Vous nous avez écrit :',
    weWrote: (date) => `Nous vous avons écrit le ${date} :`,
    details: (list) => `Nous avons noté pour votre demande : ${list}.`,
    urgent: 'Nous traitons votre demande en priorité.',
    next: 'Nous vérifions ce point et reviendrons vers vous avec le résultat. Si la situation a changé entre-temps, il suffit de répondre à ce message.',
    closing: 'Cordialement',
    team: 'Votre équipe support',
  },
  es: {
    greeting: (name) => `Hola, ${name}:`,
    thanks: (subject) => `Gracias por su mensaje sobre «${subject}».`,
    youWrote: 'Usted nos escribió:',
    weWrote: (date) => `El ${date} le escribimos:`,
    details: (list) => `Hemos anotado en su solicitud: ${list}.`,
    urgent: 'Tratamos su caso con prioridad.',
    next: 'Lo estamos revisando y le informaremos del resultado. Si algo ha cambiado entretanto, responda a este mensaje.',
    closing: 'Un cordial saludo',
    team: 'Su equipo de soporte',
  },
  pt: {
    greeting: (name) => `Olá, ${name},`,
    thanks: (subject) => `Obrigado pela sua mensagem sobre “${subject}”.`,
    youWrote: 'Escreveu-nos:',
    weWrote: (date) => `No dia ${date} escrevemos-lhe:`,
    details: (list) => `Registámos no seu pedido: ${list}.`,
    urgent: 'Estamos a tratar do seu caso com prioridade.',
    next: 'Estamos a verificar e voltaremos a contactar com o resultado. Se algo mudou entretanto, responda a esta mensagem.',
    closing: 'Com os melhores cumprimentos',
    team: 'A sua equipa de suporte',
  },
  ja: {
    greeting: (name) => `${name} 様`,
    thanks: (subject) => `「${subject}」についてお問い合わせいただき、ありがとうございます。`,
    youWrote: 'いただいた内容：',
    weWrote: (date) => `${date} に弊社より次のようにご連絡しました：`,
    details: (list) => `次の情報を確認しております：${list}`,
    urgent: '優先して対応しております。',
    next: '現在確認しており、結果がわかり次第ご連絡いたします。その後状況に変化がありましたら、このメールにご返信ください。',
    closing: 'よろしくお願いいたします。',
    team: 'サポートチーム',
  },
  pl: {
    greeting: (name) => `Dzień dobry, ${name},`,
    thanks: (subject) => `dziękujemy za wiadomość w sprawie „${subject}”.`,
    youWrote: 'Otrzymaliśmy od Państwa:',
    weWrote: (date) => `W dniu ${date} napisaliśmy:`,
    details: (list) => `Do zgłoszenia zapisaliśmy: ${list}.`,
    urgent: 'Traktujemy tę sprawę priorytetowo.',
    next: 'Sprawdzamy to i wrócimy z wynikiem. Jeśli coś się w międzyczasie zmieniło, prosimy odpowiedzieć na tę wiadomość.',
    closing: 'Z poważaniem',
    team: 'Zespół wsparcia',
  },
}

/** The phrases of a language, and whether they are its own or the English ones. */
export function phrasesFor(language: string | undefined): {
  readonly phrases: Phrases
  readonly isOwn: boolean
} {
  const own = phrases[language ?? 'en']
  return { phrases: own ?? english, isOwn: own !== undefined }
}
