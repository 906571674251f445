import { useQueryClient } from '@tanstack/react-query'
import { useFacets } from '../../features/tickets/queries.ts'
import { actAs } from '../../shared/acting-agent.ts'
import { ChoiceSelect } from '../../shared/ChoiceSelect.tsx'
import { isolatedText } from '../../shared/text/visible-text.ts'

/** Chooses who acts in this tab, on a desk where nobody signs in. */
export function AgentSwitch() {
  const queries = useQueryClient()
  const { data: facets } = useFacets()
  const names = (facets?.agents ?? []).filter(({ disabled }) => !disabled).map(({ name }) => name)
  if (facets === undefined || names.length < 2) return null
  return (
    <ChoiceSelect
      label="Agent"
      value={facets.currentAgent}
      choices={names.map((name) => ({ value: name, label: isolatedText(name) }))}
      onChange={(name) => {
        actAs(name)
        void queries.invalidateQueries()
      }}
    />
  )
}
