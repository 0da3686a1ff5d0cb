import { Refusal, conflict } from '#server/platform/errors.ts'

export const jobClosed = () => conflict('job_closed', 'This job takes no applications any more.')
export const fileTooLarge = () => new Refusal(413, 'file_too_large', 'A file has at most 10 MB.')
export const fileTypeRefused = () => new Refusal(422, 'file_type_refused', 'Upload a PDF, DOCX, ODT, TXT or MD file. The name has to say which it is, and the content has to be it.', [{ path: 'query.filename', message: 'Upload a PDF, DOCX, ODT, TXT or MD file' }])
