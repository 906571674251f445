/**
 * The nonce that the web server put into this page, for style tags written at run time. Browsers hide
 * the attribute from style sheets, so it is read as a property.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

/** The scroll lock behind Mantine's dialogs writes a style tag too, and looks for the nonce here. */
export function publishNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
}
