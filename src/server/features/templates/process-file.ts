import type { FileAnswer } from '#contract/common.ts'
import type { HiringProcess } from '#contract/process.ts'
import { writeProcess } from './write-process.ts'

/** A process as a file to save. */
export function processFile(process: HiringProcess, slug: string): FileAnswer {
  return { bytes: new TextEncoder().encode(writeProcess(process)), content_type: 'application/yaml; charset=utf-8', filename: `${slug}.process.yaml`, disposition: 'attachment' }
}
