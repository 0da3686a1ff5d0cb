import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { validateXML } from 'xmllint-wasm'
import { describe, expect, it } from 'vitest'
import { csv } from '#server/lib/csv.ts'
import { type PaymentFile, pain001 } from './pain001.ts'
import { readPain002 } from './pain002.ts'
import { sepaText } from './sepa-text.ts'

/** The European Payments Council's schema of pain.001.001.09 for SEPA credit transfers (EPC132-08, 2023). */
const SCHEMA = readFileSync(path.resolve(import.meta.dirname, '../../../../test/support/payments/pain.001.001.09.xsd'), 'utf8')
const FILES = Number(process.env['PAIN_FILES'] ?? 10_000)
const AT_ONCE = 500
const IBANS = ['DE89370400440532013000', 'FR1420041010050500013M02606', 'NL91ABNA0417164300', 'IE29AIBK93115212345678']

const hostile = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 90 }), fc.constantFrom('</Nm><Nm>x', ']]>', '<!DOCTYPE x>', '&amp;&#0;', '//a//', 'Łukasz Żółć', '王小明', '"; DROP', '=cmd|x', '\u202emoc', ' ', '/'))
const account = fc.record({ name: hostile, iban: fc.constantFrom(...IBANS), bic: fc.constantFrom(undefined, 'DEUTDEFF', 'DEUTDEFF500') })
const transfer = fc.tuple(account, fc.integer({ min: 1, max: 99_999_999_999 }), hostile, fc.stringMatching(/^pay_[a-z0-9]{26}$/)).map(([a, amountMinor, about, endToEndId]) => ({ ...a, amountMinor, about, endToEndId }))
const file: fc.Arbitrary<PaymentFile> = fc.record({
  messageId: fc.stringMatching(/^bat_[a-z0-9]{26}$/),
  createdAt: fc.date({ min: new Date('2020-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
  executeOn: fc.date({ min: new Date('2020-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10)),
  debtor: account,
  transfers: fc.array(transfer, { minLength: 1, maxLength: 4 }),
})

describe('a pain.001 file', () => {
  it(`of ${FILES} generated batches with hostile names is valid by the published schema`, async () => {
    const files = fc.sample(file, { numRuns: FILES, seed: 20_261_125 })
    for (let i = 0; i < files.length; i += AT_ONCE) {
      const xml = files.slice(i, i + AT_ONCE).map((f, n) => ({ fileName: `batch-${i + n}.xml`, contents: pain001(f) }))
      const { errors } = await validateXML({ xml, schema: [SCHEMA], maxMemoryPages: 8192 })
      expect(errors.slice(0, 3).map((e) => e.rawMessage)).toEqual([])
    }
  }, 300_000)

  it('is refused by the schema when it is wrong, so that the line above can fail', async () => {
    const [good] = fc.sample(file, { numRuns: 1, seed: 1 })
    const { valid } = await validateXML({ xml: [{ fileName: 'bad.xml', contents: pain001(good ?? expect.fail('no file')).replace('<PmtMtd>TRF', '<PmtMtd>ABC') }], schema: [SCHEMA] })
    expect(valid).toBe(false)
  })

  it('says sums exactly, whatever the cents', () => {
    const t = { name: 'Ada', iban: IBANS[0] ?? '', about: 'Work', endToEndId: 'pay_1' }
    const xml = pain001({ messageId: 'bat_1', createdAt: new Date('2026-11-25T12:00:00Z'), executeOn: '2026-11-26', debtor: t, transfers: [{ ...t, amountMinor: 10 }, { ...t, amountMinor: 20 }] })
    expect(xml).toContain('<CtrlSum>0.30</CtrlSum>')
    expect(xml).toContain('<InstdAmt Ccy="EUR">0.10</InstdAmt>')
  })
})

describe('what a pain.001 file says', () => {
  const t = { name: 'Ada', iban: IBANS[0] ?? '', about: 'Work', endToEndId: 'pay_1', amountMinor: 100_005 }
  const text = (change: Partial<PaymentFile> = {}) => pain001({ messageId: 'bat_1', createdAt: new Date('2026-11-25T12:00:07.9Z'), executeOn: '2026-11-26', debtor: { name: 'Acme', iban: IBANS[1] ?? '' }, transfers: [t], ...change }).replaceAll(/>\s+</g, '><').trim()

  it('is one credit transfer for each payout, by SEPA, with the costs shared', () => {
    expect(text()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>' +
        '<GrpHdr><MsgId>bat_1</MsgId><CreDtTm>2026-11-25T12:00:07</CreDtTm><NbOfTxs>1</NbOfTxs><CtrlSum>1000.05</CtrlSum><InitgPty><Nm>Acme</Nm></InitgPty></GrpHdr>' +
        '<PmtInf><PmtInfId>bat_1</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>1</NbOfTxs><CtrlSum>1000.05</CtrlSum><PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>2026-11-26</Dt></ReqdExctnDt>' +
        `<Dbtr><Nm>Acme</Nm></Dbtr><DbtrAcct><Id><IBAN>${IBANS[1]}</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>` +
        `<CdtTrfTxInf><PmtId><EndToEndId>pay_1</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">1000.05</InstdAmt></Amt><Cdtr><Nm>Ada</Nm></Cdtr><CdtrAcct><Id><IBAN>${IBANS[0]}</IBAN></Id></CdtrAcct><RmtInf><Ustrd>Work</Ustrd></RmtInf></CdtTrfTxInf>` +
        '</PmtInf></CstmrCdtTrfInitn></Document>',
    )
  })

  it('names the banks where they were given', () => {
    const xml = text({ debtor: { name: 'Acme', iban: IBANS[1] ?? '', bic: 'DEUTDEFF' }, transfers: [{ ...t, bic: 'BNPAFRPP' }] })
    expect(xml).toContain('<DbtrAgt><FinInstnId><BICFI>DEUTDEFF</BICFI></FinInstnId></DbtrAgt>')
    expect(xml).toContain('</Amt><CdtrAgt><FinInstnId><BICFI>BNPAFRPP</BICFI></FinInstnId></CdtrAgt><Cdtr>')
  })

  it('has names and subjects cut to what banks take', () => {
    const long = 'a'.repeat(200)
    const xml = text({ debtor: { name: long, iban: '' }, transfers: [{ ...t, name: long, about: long }] })
    expect([...xml.matchAll(/a{2,}/g)].map(([m]) => m.length)).toEqual([70, 70, 70, 140])
  })
})

describe('text for SEPA', () => {
  it('spells the letters that have a spelling, small and big', () => {
    expect(sepaText('Straße ß æÆ øØ łŁ éÉ ñ', 70)).toBe('Strasse ss aeae oo ll eE n')
    expect(sepaText("a/b-c?d:e(f)g.h,i'j+k 0", 70)).toBe("a/b-c?d:e(f)g.h,i'j+k 0")
  })

  it('has one space for many and none at its ends, and no slash at its ends or twice', () => {
    expect(sepaText('  a   b  ', 70)).toBe('a b')
    expect(sepaText('//a//b///c//', 70)).toBe('a/b/c')
    expect(sepaText('ab cd', 3)).toBe('ab')
  })

  it('keeps what banks take, spells what it can, and is never empty', () => {
    expect(sepaText('Łukasz Żółć & Söhne <b>', 70)).toBe('lukasz Zolc . Sohne .b.')
    expect(sepaText('王小明', 70)).toBe('...')
    expect(sepaText('//', 70)).toBe('.')
  })

  it('holds nothing else, and no more than it may', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 140 }), (text, max) => /^[a-zA-Z0-9/\-?:().,'+ ]+$/.test(sepaText(text, max)) && sepaText(text, max).length <= max))
  })
})

describe('a bank’s answer', () => {
  const report = (inner: string) => `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>bat_1</OrgnlMsgId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>${inner}</CstmrPmtStsRpt></Document>`
  const one = (id: string, status: string, reason = '') => `<TxInfAndSts><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${status}</TxSts>${reason}</TxInfAndSts>`

  it('is read transaction by transaction, with its reasons', () => {
    const xml = report(`<OrgnlPmtInfAndSts><OrgnlPmtInfId>bat_1</OrgnlPmtInfId>${one('pay_a', 'ACSC')}${one('pay_b', 'RJCT', '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf>')}${one('pay_c', 'PDNG')}</OrgnlPmtInfAndSts>`)
    expect(readPain002(xml)).toEqual([
      { endToEndId: 'pay_a', outcome: 'paid', says: 'ACSC' },
      { endToEndId: 'pay_b', outcome: 'failed', says: 'RJCT: AC04 Account closed' },
      { endToEndId: 'pay_c', outcome: 'unchanged', says: 'PDNG' },
    ])
  })

  it('is for all of a group where it says nothing of each, the nearest first', () => {
    const bare = '<TxInfAndSts><OrgnlEndToEndId>pay_a</OrgnlEndToEndId></TxInfAndSts>'
    const group = (code: string, own = '') => readPain002(`<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><GrpSts>${code}</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>${own}${bare}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`)
    expect(group('ACCC')).toEqual([{ endToEndId: 'pay_a', outcome: 'paid', says: 'ACCC' }])
    expect(group('CANC')).toEqual([{ endToEndId: 'pay_a', outcome: 'failed', says: 'CANC' }])
    expect(group('ACCC', '<PmtInfSts>RJCT</PmtInfSts>')).toEqual([{ endToEndId: 'pay_a', outcome: 'failed', says: 'RJCT' }])
    expect(readPain002(`<Document><CstmrPmtStsRpt><OrgnlPmtInfAndSts><TxInfAndSts></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`)).toEqual([{ endToEndId: '', outcome: 'unchanged', says: '' }])
    expect(readPain002(`<Document><CstmrPmtStsRpt><OrgnlPmtInfAndSts><TxInfAndSts><TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`)).toEqual([{ endToEndId: '', outcome: 'paid', says: 'ACSC' }])
  })

  it('says why in a code of its own, too, in all its words, and not longer than anybody reads', () => {
    const reason = (inner: string) => readPain002(report(`<OrgnlPmtInfAndSts>${one('pay_a', 'RJCT', `<StsRsnInf>${inner}</StsRsnInf>`)}</OrgnlPmtInfAndSts>`))?.[0]?.says
    expect(reason('<Rsn><Prtry>OWN1</Prtry></Rsn>')).toBe('RJCT: OWN1')
    expect(reason('<Rsn><Cd>AC04</Cd></Rsn><AddtlInf>One</AddtlInf><AddtlInf>two</AddtlInf>')).toBe('RJCT: AC04 One two')
    expect(reason(`<AddtlInf>${'x'.repeat(500)}</AddtlInf>`)).toHaveLength(300)
    expect(reason('')).toBe('RJCT')
  })

  it('may give its names a prefix, and is read with numbers as they are written', () => {
    const xml = '<p:Document xmlns:p="urn:x"><p:CstmrPmtStsRpt><p:OrgnlPmtInfAndSts><p:TxInfAndSts><p:OrgnlEndToEndId>007</p:OrgnlEndToEndId><p:TxSts>ACSC</p:TxSts></p:TxInfAndSts></p:OrgnlPmtInfAndSts></p:CstmrPmtStsRpt></p:Document>'
    expect(readPain002(xml)).toEqual([{ endToEndId: '007', outcome: 'paid', says: 'ACSC' }])
    expect(readPain002(xml.replace('007', 'a&amp;b'))?.[0]?.endToEndId).toBe('a&b')
  })

  it('of several groups is read group by group, and an empty one says nothing', () => {
    const two = `<OrgnlPmtInfAndSts>${one('pay_a', 'ACSC')}</OrgnlPmtInfAndSts><OrgnlPmtInfAndSts>${one('pay_b', 'ACSC')}</OrgnlPmtInfAndSts>`
    expect(readPain002(report(two))?.map((s) => s.endToEndId)).toEqual(['pay_a', 'pay_b'])
    expect(readPain002(report(''))).toEqual([])
    expect(readPain002('<Document><CstmrPmtStsRpt/></Document>')).toBeNull()
    expect(readPain002('<Document><Other><a/></Other></Document>')).toBeNull()
    expect(readPain002(`<!ENTITY a "b">${report('')}`)).toBeNull()
    expect(readPain002(`<!doctype x>${report('')}`)).toBeNull()
  })

  it('that defines entities, is cut off, or is something else is not read', () => {
    expect(readPain002(`<!DOCTYPE x [<!ENTITY a "aaaa">]>${report('')}`)).toBeNull()
    expect(readPain002(report('<OrgnlPmtInfAndSts>').replace('</Document>', ''))).toBeNull()
    expect(readPain002('<html></html>')).toBeNull()
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readPain002(text) === null || Array.isArray(readPain002(text))))
  })
})

describe('CSV', () => {
  it('has no cell that a program runs, and loses no word', () => {
    expect(csv([['=1+1', '+4', '-4', '@x', ' =x', 'plain', 3, 'a "b", c']])).toBe(`'=1+1,'+4,'-4,'@x,' =x,plain,3,"a ""b"", c"\r\n`)
    const cells = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 5 })
    fc.assert(fc.property(cells, (row) => !/(?:^|,)"?[\s"]*[=+\-@＝＋－＠]/u.test(csv([row]).replace(/\r\n$/, '')) || row.some((c) => c.includes(','))), { numRuns: 20_000 })
  })
})
