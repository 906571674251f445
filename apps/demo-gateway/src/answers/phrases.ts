/** Phrases of a drafted reply, in one language. */
export type Phrases = {
  readonly greeting: (name: string) => string
  readonly thanks: (subject: string) => string
  readonly youWrote: string
  readonly weWrote: (date: string) => string
  readonly details: (list: string) => string
  readonly urgent: string
  readonly warm: string
  readonly asks: (thing: string) => string
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
  warm: 'Thank you for your patience, we know that waiting is tiresome.',
  asks: (thing) => `Could you please send us ${thing}? Then we can go on at once.`,
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
    warm: 'Danke für Ihre Geduld, wir wissen, dass Warten mühsam ist.',
    asks: (thing) =>
      `Könnten Sie uns bitte noch mitteilen: ${thing}? Dann können wir gleich weitermachen.`,
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
    warm: 'Merci de votre patience, nous savons que l’attente est désagréable.',
    asks: (thing) =>
      `Pourriez-vous nous envoyer : ${thing} ? Nous pourrons alors continuer aussitôt.`,
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
    warm: 'Gracias por su paciencia; sabemos que esperar es molesto.',
    asks: (thing) => `¿Podría enviarnos ${thing}? Así podremos continuar enseguida.`,
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
    warm: 'Obrigado pela sua paciência; sabemos que esperar é aborrecido.',
    asks: (thing) => `Pode enviar-nos ${thing}? Assim podemos continuar de imediato.`,
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
    warm: 'お待たせして申し訳ございません。ご理解に感謝いたします。',
    asks: (thing) => `恐れ入りますが、${thing} をお知らせください。`,
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
    warm: 'Dziękujemy za cierpliwość, wiemy, że czekanie jest uciążliwe.',
    asks: (thing) => `Prosimy o przesłanie: ${thing}. Wtedy od razu przejdziemy dalej.`,
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

const languageNames: readonly (readonly [string, RegExp])[] = [
  ['en', /\b(?:in|into|to) english\b|\bauf englisch\b/i],
  ['de', /\b(?:in|into|to) german\b|\bauf deutsch\b/i],
  ['fr', /\b(?:in|into|to) french\b|\ben français\b/i],
  ['es', /\b(?:in|into|to) spanish\b|\ben español\b/i],
  ['pt', /\b(?:in|into|to) portuguese\b|\bem português\b/i],
  ['ja', /\b(?:in|into|to) japanese\b|日本語で/i],
  ['pl', /\b(?:in|into|to) polish\b|\bpo polsku\b/i],
]

/** The language that a question asks for by name. */
export function namedLanguage(question: string): string | undefined {
  return languageNames.find(([, pattern]) => pattern.test(question))?.[0]
}
