import type { FastifyReply, FastifyRequest } from 'fastify'

/** Over plain http the stricter prefix cannot be used; over https nothing else is accepted. */
const names = { secure: '__Host-askdesk', plain: 'askdesk-session' } as const

/** The session id in the cookie that counts on this connection. */
export function cookieOf(request: FastifyRequest, isSecure: boolean): string | undefined {
  return request.cookies[isSecure ? names.secure : names.plain] || undefined
}

/** Sets the session cookie; an empty value with no time left takes it back. */
export function setSessionCookie(
  reply: FastifyReply,
  isSecure: boolean,
  value: string,
  maxAge: number,
): void {
  reply.setCookie(isSecure ? names.secure : names.plain, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
    maxAge,
  })
}
