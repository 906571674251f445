import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState, type RefObject } from 'react'
import { copyRichText, richTextOf } from '../../../shared/markdown/text/rich-text.ts'
import { useAssistant } from '../conversation/assistant-context.ts'
import type { Reply } from '../conversation/conversation.ts'
import { replyCopy } from './reply-copy.ts'
import styles from '../parts/ReplyActions.module.css'
import { copyRefused, useCopy } from '../parts/use-copy.ts'

export type CopyReplyProps = {
  readonly reply: Reply
  /** Where the reply is drawn: the formatted half of a copy is taken from there. */
  readonly textRef: RefObject<HTMLDivElement | null>
}

export function CopyReply({ reply, textRef }: CopyReplyProps) {
  const { providers } = useAssistant()
  const copyAndSay = useCopy()
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  async function copy(): Promise<void> {
    const isCopied = await copyAndSay(async () => {
      const drawn = textRef.current ? richTextOf(textRef.current) : ''
      const { text, html } = replyCopy(reply, providers, drawn)
      await copyRichText(text, html)
    })
    setState(isCopied ? 'copied' : 'failed')
  }
  return (
    <button
      type="button"
      className={styles['action']}
      aria-label="Copy"
      title={state === 'failed' ? copyRefused : 'Copy'}
      data-command="copy"
      onClick={() => void copy()}
      onBlur={() => setState('idle')}
      onPointerLeave={() => setState('idle')}
    >
      {state === 'copied' ? (
        <IconCheck size={16} aria-hidden />
      ) : (
        <IconCopy size={16} aria-hidden />
      )}
    </button>
  )
}
