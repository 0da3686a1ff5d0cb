/** A bank's answer to a pain.001, of any version of pain.002. No I/O. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'

export interface BankStatus {
  endToEndId: string
  outcome: 'paid' | 'failed' | 'unchanged'
  /** The bank's code and words. */
  says: string
}

/** Settled on the creditor's side, and rejected; everything else is on its way. */
const OUTCOMES: Readonly<Record<string, BankStatus['outcome']>> = { ACSC: 'paid', ACCC: 'paid', RJCT: 'failed', CANC: 'failed' }

const parser = new XMLParser({ ignoreAttributes: true, removeNSPrefix: true, parseTagValue: false, processEntities: true, isArray: (name) => ['OrgnlPmtInfAndSts', 'TxInfAndSts', 'StsRsnInf', 'AddtlInf'].includes(name) })

/** @returns null when it is no pain.002 */
export function readPain002(xml: string): BankStatus[] | null {
  // No document type of anybody's: what a file may define, it may also explode with.
  if (/<!DOCTYPE|<!ENTITY/i.test(xml) || XMLValidator.validate(xml) !== true) return null
  const report = at(parser.parse(xml), 'Document', 'CstmrPmtStsRpt')
  if (!isObject(report)) return null
  const group = textAt(report, 'OrgnlGrpInfAndSts', 'GrpSts')
  return listAt(report, 'OrgnlPmtInfAndSts').flatMap((p) => listAt(p, 'TxInfAndSts').map((t) => statusOf(t, textAt(p, 'PmtInfSts') ?? group)))
}

function statusOf(t: unknown, ofAll: string | null): BankStatus {
  const code = textAt(t, 'TxSts') ?? ofAll ?? ''
  const reason = listAt(t, 'StsRsnInf')[0]
  const words = [textAt(reason, 'Rsn', 'Cd') ?? textAt(reason, 'Rsn', 'Prtry'), ...listAt(reason, 'AddtlInf').map(String)].filter(Boolean).join(' ')
  return { endToEndId: textAt(t, 'OrgnlEndToEndId') ?? '', outcome: OUTCOMES[code] ?? 'unchanged', says: `${code}${words ? `: ${words}` : ''}`.slice(0, 300) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((v, name) => (isObject(v) ? v[name] : undefined), value)
}

function textAt(value: unknown, ...path: string[]): string | null {
  const found = at(value, ...path)
  return typeof found === 'string' && found !== '' ? found : null
}

function listAt(value: unknown, name: string): unknown[] {
  const found = at(value, name)
  return Array.isArray(found) ? found : []
}
