import hljs from 'highlight.js/lib/core'
import type { Emitter, LanguageFn } from 'highlight.js'
import bash from 'highlight.js/lib/languages/bash'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import go from 'highlight.js/lib/languages/go'
import http from 'highlight.js/lib/languages/http'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import php from 'highlight.js/lib/languages/php'
import powershell from 'highlight.js/lib/languages/powershell'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { tokenKinds, type TokenKind } from './token-kinds.ts'

const languages: Readonly<Record<string, LanguageFn>> = {
  bash,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  http,
  ini,
  java,
  javascript,
  json,
  php,
  powershell,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
}

/** The engine's scopes by their first word; what is not here keeps the colour of the text. */
const kinds: Readonly<Record<string, TokenKind>> = {
  keyword: 'keyword',
  literal: 'keyword',
  meta: 'keyword',
  'selector-tag': 'keyword',
  string: 'string',
  regexp: 'string',
  link: 'string',
  number: 'number',
  symbol: 'number',
  comment: 'comment',
  quote: 'comment',
  title: 'name',
  name: 'name',
  attr: 'name',
  attribute: 'name',
  property: 'name',
  section: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  type: 'type',
  built_in: 'type',
  class: 'type',
  variable: 'type',
  'template-variable': 'type',
  addition: 'addition',
  deletion: 'deletion',
}

/** Takes down where the engine sees what, instead of writing HTML as it does by itself. */
class TokenEmitter implements Emitter {
  readonly tokens: number[] = []
  private at = 0
  private readonly scopes: (number | undefined)[] = []

  addText(text: string): void {
    const start = this.at
    this.at += text.length
    const kind = this.scopes.findLast((scope) => scope !== undefined)
    if (kind !== undefined && text.trim() !== '') this.tokens.push(start, this.at, kind)
  }

  startScope(name: string): void {
    const kind = kinds[name.split('.')[0] ?? '']
    this.scopes.push(kind === undefined ? undefined : tokenKinds.indexOf(kind))
  }

  endScope(): void {
    this.scopes.pop()
  }

  openNode = (name: string): void => this.startScope(name)
  closeNode = (): void => this.endScope()

  __addSublanguage(other: Emitter): void {
    if (!(other instanceof TokenEmitter)) return
    for (let index = 0; index < other.tokens.length; index += 3) {
      const [start = 0, end = 0, kind = 0] = other.tokens.slice(index, index + 3)
      this.tokens.push(start + this.at, end + this.at, kind)
    }
    this.at += other.at
  }

  finalize(): void {}

  toHTML(): string {
    return ''
  }
}

for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language)
hljs.configure({ __emitter: TokenEmitter })

/** Where in the code there is what, as triples of start, end and kind. Empty for unknown languages. */
export function findTokens(code: string, language: string): Uint32Array {
  if (!hljs.getLanguage(language)) return new Uint32Array()
  const result = hljs.highlight(code, { language, ignoreIllegals: true })
  const emitter: unknown = result._emitter
  return Uint32Array.from(emitter instanceof TokenEmitter ? emitter.tokens : [])
}
