import { expect, test } from 'vitest'
import { inlineTokens, parseMarkdown } from './parse.ts'
import { plainTextOf } from '../text/plain-text.ts'
import type { Token } from 'marked'

function plain(markdown: string): string {
  return plainTextOf(parseMarkdown(markdown))
}

/** Marked parts, as `strong:words`. */
function marked(tokens: readonly Token[]): string[] {
  return inlineTokens(tokens).flatMap((token) => [
    ...(['strong', 'em', 'del', 'blockquote'].includes(token.type)
      ? [`${token.type}:${plainTextOf([token])}`]
      : []),
    ...(token.type === 'list' ? token['items'] : [token]).flatMap((part: Token) =>
      marked('tokens' in part ? (part.tokens ?? []) : []),
    ),
  ])
}

test.each([
  '배송은 3~5일, 반품은 7~10일 걸립니다.',
  '서울~부산 2~3시간, 대구~부산 1~2시간',
  '~5 min or ~10 min',
  '10~~20 and 30~~40',
  'Box 60*40*30 cm, 2*3*4 and 5*6*',
  'a*b*c and f(x)*g(y)*h(z)',
  '10%*20%*30%, 5€*3*2, x²*y²*z',
  'x**2 + y**2 = z**2, 2**3**4, f(x)**2 + g(x)**2',
  'SELECT *, b.*, c.* FROM t',
  '*.jpg, *.png and src/*/x*',
  'Price* and tax*',
  'J**n D**e and P**l',
  'card **** **** **** 1234 and ****5678 ****',
  'snake_case_name, __init__.py and __call__(x) and __main__.x',
  'Name:____Datum:____ ______',
  'スネーク_ケース_名',
  '#1035 is open',
  '>= 5 pieces',
  '> 25: expensive',
  '>25 is too much',
  '> 100 € free shipping',
  'Rule:\n>= 5 is enough',
  '- > 25: expensive\n- >= 5: cheap\n- < 5: free',
  '- > 10 kg by lorry',
  '>= 3: a\n>= 5: b\n> 25: c',
  '> 5 %\n< 5 %',
  '> 10 kg by lorry',
  '> 5 days: slow',
  '- > 3 weeks\n- > 25: a\n  > 30: b',
  '> 25',
  '+ 20 % VAT',
  'Sum:\n+ 5 € postage',
  '1) one\n2) two',
  '\\\\server\\share\\x',
  'Open C:\\Users\\_x\\#1 or D:\\-a',
  'f[0](x) and [Anrede](Name)',
  '2 * 3 * 4 and 2 ** 3',
])('%j is text, drawn and inserted as it was written', (text) => {
  expect(plain(text)).toBe(text)
  expect(marked(parseMarkdown(text))).toEqual([])
})

test.each([
  ['*word* and _word_', ['em:word', 'em:word']],
  ['**a b** and __c d__', ['strong:a b', 'strong:c d']],
  ['~~gone~~ and **~~both~~**', ['del:gone', 'strong:both', 'del:both']],
  ['***both***', ['em:both', 'strong:both']],
  ['**H**yper**T**ext', ['strong:H', 'strong:T']],
  ['*item*s, **5**th and (*so*)', ['em:item', 'strong:5', 'em:so']],
  ['**2*3** and *a 2*3 b*', ['strong:2*3', 'em:a 2*3 b']],
  ['"*word*" — *word*, **word**.', ['em:word', 'em:word', 'strong:word']],
  [
    '**`code`** and **[link](https://a.example)**',
    ['strong:code', 'strong:link (https://a.example)'],
  ],
  ['**Note:**text and **"Hi!"**you', ['strong:Note:', 'strong:"Hi!"']],
  ['say "**a**", foo:**b** c', ['strong:a', 'strong:b']],
  ['**Step**1 and **Step**2', ['strong:Step', 'strong:Step']],
  ['> quote', ['blockquote:> quote']],
  ['> 3 weeks ago I ordered\n> a lamp.', ['blockquote:> 3 weeks ago I ordered\n> a lamp.']],
  ['> 25: a\n> said he', ['blockquote:> 25: a\n> said he']],
  ['> 2 of my lamps broke.', ['blockquote:> 2 of my lamps broke.']],
  ['> 3 weeks ago.', ['blockquote:> 3 weeks ago.']],
  ['- > quote', ['blockquote:> quote']],
])('%j is markup', (text, parts) => {
  expect(marked(parseMarkdown(text))).toEqual(parts)
})

test.each([
  ['**「注意」**这', ['strong:「注意」']],
  ['这是**「注意」**这', ['strong:「注意」']],
  ['**注意：**请充电', ['strong:注意：']],
  ['这是**重点**内容', ['strong:重点']],
  ['**(重要)**です', ['strong:(重要)']],
  ['**"주의"**는 꼭', ['strong:"주의"']],
  ['**「注」**~~d~~字', ['strong:「注」', 'del:d']],
  ['共**100%**的', ['strong:100%']],
  ['~~「旧」~~新', ['del:「旧」']],
  ['*「斜体」*字', ['em:「斜体」']],
  ['请**`code`**看', ['strong:code']],
  ['看**[链接](https://a.example)**吧', ['strong:链接 (https://a.example)']],
  ['**。𠮷**𠮷と**「𠮷」**𠮷', ['strong:。𠮷', 'strong:「𠮷」']],
])('%j has emphasis beside signs of CJK text', (text, parts) => {
  expect(marked(parseMarkdown(text))).toEqual(parts)
  expect(plain(text)).not.toContain('*')
})
