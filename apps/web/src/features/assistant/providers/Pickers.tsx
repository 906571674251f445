import { autoModel } from '@askdesk/providers'
import { memo } from 'react'
import { useStore } from 'zustand'
import { useAssistant } from '../conversation/assistant-context.ts'
import { emptyConversation } from '../conversation/conversation.ts'
import { PickerSelect } from './PickerSelect.tsx'
import styles from './Pickers.module.css'
import { ProviderIcon } from './ProviderIcon.tsx'
import {
  effectivePick,
  findProvider,
  modelOptions,
  providerOptions,
  shownModel,
} from './provider-list.ts'

/**
 * Pickers of provider and model for the next question. Can be changed at any time, also while a reply is under way, whose
 * text does not draw it again: it holds a great many options.
 */
export const Pickers = memo(function Pickers() {
  const { conversationId, store, providers } = useAssistant()
  const picked = useStore(
    store.state,
    ({ conversations }) => (conversations[conversationId] ?? emptyConversation).picked,
  )
  const lastPicked = useStore(store.state, (state) => state.lastPicked)
  const pick = effectivePick(providers, picked, lastPicked)
  const provider = findProvider(providers, pick.provider)

  function pickProvider(value: string): void {
    const next = findProvider(providers, value)
    if (next) store.pick(conversationId, { provider: next.id, model: autoModel })
  }

  return (
    <div className={styles['pickers']}>
      <ProviderIcon providerId={pick.provider} health={provider?.health.state} />
      <PickerSelect
        name="Provider"
        command="provider"
        value={pick.provider}
        shown={provider ? `${provider.label} ${provider.strength}` : pick.provider}
        options={providerOptions(providers)}
        onPick={pickProvider}
      />
      <PickerSelect
        name="Model"
        command="model"
        value={pick.model}
        shown={provider ? shownModel(provider, pick.model) : pick.model}
        options={provider ? modelOptions(provider) : []}
        onPick={(model) => store.pick(conversationId, { provider: pick.provider, model })}
      />
    </div>
  )
})
