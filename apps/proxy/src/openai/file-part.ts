import { z } from 'zod'
import { ProxyError } from '../errors/proxy-error.ts'
import { cacheControl } from './bounded-object.ts'

const dataAddress = /^data:([\w.+-]+\/[\w.+-]+);base64,([\w+/=-]*)$/
const base64 = /^[\w+/=-]+$/

/**
 * A file within a question, whole. Ids and addresses of files are refused: an id would open the
 * operator's own files, an address what only the gateway's network can reach.
 */
export const filePart = z.object({
  type: z.literal('file'),
  file: z
    .object({
      filename: z.string().max(255).nullish(),
      file_data: z.string(),
      mime_type: z
        .string()
        .regex(/^[\w.+-]+\/[\w.+-]+$/)
        .nullish(),
    })
    .refine(
      ({ file_data: data, mime_type: type }) =>
        dataAddress.test(data) || (typeof type === 'string' && base64.test(data)),
      'must hold its content as file_data',
    ),
  cache_control: cacheControl.nullish(),
})
export type FilePart = z.infer<typeof filePart>

/** The form of OpenAI, which OpenRouter and Groq know too. */
export function asOpenAiFile({ file, ...part }: FilePart): FilePart {
  const { type, data } = contentOf(file)
  const { filename } = file
  return {
    ...part,
    file: { ...(filename && { filename }), file_data: `data:${type};base64,${data}` },
  }
}

/**
 * The form that Portkey makes a document of for Claude; of a data address it makes broken base64.
 * Throws `invalid_request` for what Claude cannot read.
 */
export function asClaudeFile({ file, ...part }: FilePart): FilePart {
  const { type, data } = contentOf(file)
  if (type !== 'application/pdf') {
    throw new ProxyError(
      'invalid_request',
      `AWS Claude reads PDF files, and one of the question is ${type}. Send it as application/pdf, or its words as text.`,
    )
  }
  return { ...part, file: { mime_type: type, file_data: data } }
}

function contentOf({ file_data: given, mime_type: named }: FilePart['file']) {
  const [, type = named ?? '', data = given] = dataAddress.exec(given) ?? []
  return { type, data }
}
