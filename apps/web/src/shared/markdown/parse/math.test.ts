import type { Token } from 'marked'
import { expect, test } from 'vitest'
import { inlineTokens, parseMarkdown } from './parse.ts'
import { plainTextOf } from '../text/plain-text.ts'

function formulas(tokens: readonly Token[]): string[] {
  return inlineTokens(tokens).flatMap((token) => {
    if (token.type === 'math' || token.type === 'mathBlock') return [String(token['tex']).trim()]
    return 'tokens' in token ? formulas(token.tokens ?? []) : []
  })
}

test.each([
  'Cela coûte 5$/mois, 50$/an.',
  'From $5 to 10$',
  '$5 to $10, $5-$10 or $5–10$',
  '$5, 10$ or 15$',
  '$5/kg, 6$/m',
  'between $100 (or 90$) and 200$',
  '${first}${last}',
  'Hello ${name}, you owe ${amount}$',
  '`a` ${a}-${b} $name$ and $order_id',
  '$.get/$.post',
  '$("#a").val() + $("#b").val()',
  '$PATH:$HOME and $HOME/bin/$USER',
  'US$5 and A$6, C$7 and 8$',
  'R$ 5 e R$ 10, R$5 e R$10',
  '5 $ und 6 $',
  'costs $$ to $$$ or $$$$',
  '$$ to $$',
  'A$AP and Ke$ha',
  '10**$5 and 6$**',
  '*5*$, 6$',
  '(5)$ and 6$',
])('%j has no formula', (text) => {
  expect(formulas(parseMarkdown(text))).toEqual([])
  expect(plainTextOf(parseMarkdown(text)).replaceAll(/[*`]/g, '')).toBe(
    text.replaceAll(/[*`]/g, ''),
  )
})

test.each([
  ['It is $x^2$.', ['x^2']],
  ['$x$, $n$ and $ab$', ['x', 'n', 'ab']],
  ['**$E = mc^2$** costs $5', ['E = mc^2']],
  ['$\\frac{a}{b}$, \\(y\\) and ($z$)', ['\\frac{a}{b}', 'y', 'z']],
  ['$f(x) = 2x + 1$ and $2 + 3 = 5$', ['f(x) = 2x + 1', '2 + 3 = 5']],
  ['$v = 5\\text{ metres per second}$', ['v = 5\\text{ metres per second}']],
  ['Inline $$a+b$$ too', ['a+b']],
  ['$$\n\\sum_{i=1}^{n} i\n$$', ['\\sum_{i=1}^{n} i']],
  ['\\[\nx = 1\n\\]', ['x = 1']],
  ['${n \\choose k}$ and $\\sin x$', ['{n \\choose k}', '\\sin x']],
  ['$-1$ and $10$', ['-1', '10']],
])('%j has its formulas', (text, tex) => {
  expect(formulas(parseMarkdown(text))).toEqual(tex)
})
