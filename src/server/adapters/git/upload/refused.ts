/** Why an upload is not taken, a sentence a line. Thrown while it is being read; nothing has changed then. */
export class UploadRefused extends Error {
  constructor(readonly lines: string[]) {
    super(lines.join(' '))
  }
}
