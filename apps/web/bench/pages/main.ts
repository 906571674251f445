import { historyExchanges } from '../reply-text.ts'
import type { ComparisonPage } from './page.ts'

/** `/naive?history=100`: the name of the page, and how much is in it before. */
const load: Readonly<Record<string, () => Promise<{ page: ComparisonPage }>>> = {
  '/plain': () => import('./plain.ts'),
  '/plain-blocks': () => import('./plain-blocks.ts'),
  '/naive': () => import('./naive.tsx'),
}

const list = document.querySelector<HTMLElement>('#list')
const message = document.querySelector<HTMLTextAreaElement>('#message')
const module = await load[location.pathname]?.()
if (!list || !message || !module) throw new Error(`There is no page ${location.pathname}.`)

const history = Number(new URLSearchParams(location.search).get('history') ?? 0)
const ask = module.page(
  list,
  historyExchanges(history).flatMap(({ question, answer }) => [question, answer]),
  history,
)
message.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return
  event.preventDefault()
  const text = message.value
  message.value = ''
  void ask(text)
})
message.dataset['ready'] = ''
