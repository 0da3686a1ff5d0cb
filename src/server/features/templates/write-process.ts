import { stringify } from 'yaml'
import type { HiringProcess } from '#contract/process.ts'

/** A process as a YAML text a person can read and change. Reading it again gives the same process. */
export function writeProcess(process: HiringProcess): string {
  return stringify(process, { schema: 'core', version: '1.2', lineWidth: 110, aliasDuplicateObjects: false })
}
