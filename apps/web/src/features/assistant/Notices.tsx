import type { StorageProblem, UnreadableProblem } from './conversation/conversation-storage.ts'
import styles from './parts/AssistantDrawer.module.css'

const storageWords: Readonly<Record<StorageProblem | UnreadableProblem, string>> = {
  full: "This browser's storage is full: conversations are kept until you close the page.",
  unavailable: 'This browser stores nothing: conversations are kept until you close the page.',
  unreadable:
    'A stored conversation could not be read. It was left as it is; what you write here is kept until you close the page.',
  newer:
    'A newer Askdesk wrote this conversation. It was left as it is; reload the page to see it.',
}

export type NoticesProps = {
  readonly isDemo: boolean
  readonly storageProblem: StorageProblem | UnreadableProblem | null
}

export function Notices({ isDemo, storageProblem }: NoticesProps) {
  return (
    <>
      {isDemo && (
        <p className={styles['notice']}>
          Demo mode: answers come from a stand-in on this machine, not from a model.
        </p>
      )}
      {storageProblem && (
        <output className={styles['notice']} data-kind="warning">
          {storageWords[storageProblem]}
        </output>
      )}
    </>
  )
}
