/** Files people upload, by content. */
export interface Storage {
  /** Keeps the bytes and returns their SHA-256; keeping the same bytes twice is one file. */
  put(bytes: Uint8Array): Promise<string>
  /** @throws when nothing is kept under that hash */
  get(sha256: string): Promise<Uint8Array>
}
