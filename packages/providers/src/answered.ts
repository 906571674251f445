/**
 * Whether the id that an upstream gave is the model that was asked for: the same id, or a dated
 * snapshot of it (`gpt-4o-mini` answers as `gpt-4o-mini-2024-07-18`), with or without the vendor's
 * prefix or a region's. A different id is a different model, however similar.
 */
export function answersAs(
  model: { readonly id: string; readonly upstream?: string | undefined },
  answered: string,
): boolean {
  if (answered === '') return true
  const given = plainName(answered)
  return [model.id, model.upstream ?? model.id].some((name) => plainName(name) === given)
}

function plainName(id: string): string {
  return id
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/^(?:[a-z]{2,6}\.)?[a-z]+\.(?=[a-z])/, '')
    .replace(/-v\d+:\d+$/, '')
    .replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, '')
}
