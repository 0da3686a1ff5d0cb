/** What the page's policy asks of every style made by script. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''

// The scroll lock of dialogs looks for the nonce under webpack's name, and has no other way to be told.
Object.assign(globalThis, { __webpack_nonce__: styleNonce })
