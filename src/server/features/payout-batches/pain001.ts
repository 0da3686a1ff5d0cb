/** ISO 20022 pain.001.001.09, as the European Payments Council narrows it for SEPA credit transfers (EPC132-08). No I/O. */
import { XMLBuilder } from 'fast-xml-parser'
import { sepaText } from './sepa-text.ts'

export interface Account {
  name: string
  iban: string
  bic?: string | undefined
}

export interface Transfer extends Account {
  /** At most 35 characters: the payout's id. */
  endToEndId: string
  /** Euro cents. */
  amountMinor: number
  about: string
}

export interface PaymentFile {
  /** Unique for ever, at most 35 characters. */
  messageId: string
  createdAt: Date
  /** `2026-11-30` */
  executeOn: string
  debtor: Account
  transfers: readonly Transfer[]
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, suppressEmptyNode: true })

/** The file as text. What people wrote is in it as text in SEPA's own characters, and as nothing else. */
export function pain001(f: PaymentFile): string {
  const [count, sum] = [String(f.transfers.length), euros(f.transfers.reduce((total, t) => total + t.amountMinor, 0))]
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: {
      '@xmlns': 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
      CstmrCdtTrfInitn: {
        GrpHdr: { MsgId: f.messageId, CreDtTm: f.createdAt.toISOString().slice(0, 19), NbOfTxs: count, CtrlSum: sum, InitgPty: { Nm: sepaText(f.debtor.name, 70) } },
        PmtInf: {
          PmtInfId: f.messageId,
          PmtMtd: 'TRF',
          NbOfTxs: count,
          CtrlSum: sum,
          PmtTpInf: { SvcLvl: { Cd: 'SEPA' } },
          ReqdExctnDt: { Dt: f.executeOn },
          Dbtr: { Nm: sepaText(f.debtor.name, 70) },
          DbtrAcct: { Id: { IBAN: f.debtor.iban } },
          DbtrAgt: { FinInstnId: f.debtor.bic ? { BICFI: f.debtor.bic } : { Othr: { Id: 'NOTPROVIDED' } } },
          ChrgBr: 'SLEV',
          CdtTrfTxInf: f.transfers.map(transferOf),
        },
      },
    },
  }
  return builder.build(document)
}

function transferOf(t: Transfer) {
  return {
    PmtId: { EndToEndId: t.endToEndId },
    Amt: { InstdAmt: { '@Ccy': 'EUR', '#text': euros(t.amountMinor) } },
    ...(t.bic && { CdtrAgt: { FinInstnId: { BICFI: t.bic } } }),
    Cdtr: { Nm: sepaText(t.name, 70) },
    CdtrAcct: { Id: { IBAN: t.iban } },
    RmtInf: { Ustrd: sepaText(t.about, 140) },
  }
}

/** Exact: cents are whole numbers until the last moment. */
function euros(minor: number): string {
  return `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`
}
