/**
 * The nonce that the web server put into this page, for style tags written at run time. Browsers hide
 * the attribute from style sheets, so it is read as a property.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
