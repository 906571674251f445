/** The payer of a question. `owner` is the stable id, `person` the name. */
export type Payer = { readonly owner: string; readonly person: string }
