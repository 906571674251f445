/** A pattern of specifiers that may not be imported, and the sentence that says why. */
export type Wall = { readonly regex: string; readonly message: string }

/** Rooms, each with the rooms that it may import. */
export type Rooms = Readonly<Record<string, readonly string[]>>

const belowAsk = [
  'errors',
  'run-log',
  'redaction',
  'ledger',
  'budgets',
  'config',
  'access',
  'portkey',
  'runs',
  'replicas',
  'http',
]

/** The proxy: app → routes → openai → ask → runs → portkey → config, errors. */
export const proxyRooms: Rooms = {
  errors: [],
  'run-log': [],
  redaction: ['run-log'],
  ledger: ['errors'],
  budgets: ['ledger', 'errors'],
  config: ['budgets', 'redaction'],
  access: ['ledger', 'errors'],
  portkey: ['errors', 'config'],
  runs: ['errors', 'config', 'portkey', 'run-log', 'redaction'],
  replicas: ['errors', 'portkey', 'runs', 'run-log'],
  http: ['errors', 'config', 'runs', 'redaction', 'run-log'],
  ask: belowAsk,
  openai: [...belowAsk, 'ask'],
  usage: ['access', 'budgets', 'ledger', 'errors', 'http'],
  'sign-in': ['errors', 'http', 'config'],
  routes: [...belowAsk, 'ask', 'openai'],
  // For tests, which may import any room.
  testing: [],
}

/** The assistant: api ◀ conversation ◀ the rest. */
export const assistantRooms: Rooms = {
  api: [],
  thinking: [],
  conversation: ['api', 'thinking'],
  prompt: ['conversation'],
  parts: ['conversation', 'api'],
  providers: ['parts', 'conversation', 'api'],
  attribution: ['providers', 'parts', 'conversation', 'api'],
  reply: ['attribution', 'providers', 'parts', 'conversation', 'api', 'thinking'],
  log: ['reply', 'parts', 'conversation'],
  announcer: ['attribution', 'providers', 'conversation'],
  composer: ['attribution', 'providers', 'parts', 'prompt', 'conversation', 'api'],
  export: ['attribution', 'parts', 'conversation'],
  'fault-lab': ['parts'],
}

/** The wall of each room: against rooms that it does not name, and against files above all rooms. */
export function zonesOf(rooms: Rooms): readonly { readonly room: string; readonly wall: Wall }[] {
  return Object.entries(rooms).map(([room, open]) => {
    const closed = Object.keys(rooms).filter((other) => other !== room && !open.includes(other))
    const message = `${room} imports ${open.join(', ') || 'no other room'}.`
    return {
      room,
      wall: { regex: `^\\.\\./((${closed.join('|')})/|[A-Za-z-]+\\.tsx?$)`, message },
    }
  })
}
