/** Texts as the XML of a workbook may write them: references to characters, and bytes of several encodings. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OfficeContext, type OfficeReading, readOffice } from '../../server/domain/workbook/index.ts'
import { readingLimits } from '../../server/workbook/reading/limits.ts'
import { readableXml } from '../../server/workbook/reading/readableXml.ts'
import { readSheets } from '../../server/workbook/reading/readSheets.ts'
import { RefusedWorkbook } from '../../server/workbook/reading/refusedWorkbook.ts'

const nothingKnown: OfficeContext = { village: '晓塘村', year: 2026, known: { doors: [], rules: [] } }
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Parts = Record<'workbook' | 'sheet' | 'strings', Uint8Array>

/** A list with one household, whose head stands in the shared strings and whose group in the sheet. */
function parts({ head = '示范户', group = '1组', name = '户册', declared = '' } = {}): Record<
  keyof Parts,
  string
> {
  const start = declared && `<?xml version="1.0" encoding="${declared}" standalone="yes"?>\n`
  const inline = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
  return {
    workbook: `${start}<workbook xmlns:r="${relations}"><sheets><sheet name="${name}" r:id="r1"/></sheets></workbook>`,
    sheet: `${start}<worksheet><sheetData><row r="1">${inline('A1', '组别')}${inline('B1', '门牌号')}${inline(
      'C1',
      '户主',
    )}</row><row r="2">${inline('A2', group)}${inline('B2', '1号')}<c r="C2" t="s"><v>0</v></c></row></sheetData></worksheet>`,
    strings: `${start}<sst><si><t>${head}</t></si></sst>`,
  }
}

function encoded(texts: Record<keyof Parts, string>, encode: (text: string) => Uint8Array = strToU8): Parts {
  return { workbook: encode(texts.workbook), sheet: encode(texts.sheet), strings: encode(texts.strings) }
}

async function read({ workbook, sheet, strings }: Parts): Promise<OfficeReading> {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`
  const path = join(folder, 'workbook.xlsx')
  const bytes = zipSync({
    'xl/workbook.xml': workbook,
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${relation('r1', 'worksheet', 'worksheets/sheet1.xml')}${relation(
        'r2',
        'sharedStrings',
        'sharedStrings.xml',
      )}</Relationships>`,
    ),
    'xl/sharedStrings.xml': strings,
    'xl/worksheets/sheet1.xml': sheet,
  })
  await writeFile(path, bytes)
  try {
    return readOffice(await readSheets({ path, name: '' }, readingLimits), nothingKnown)
  } catch (error) {
    if (error instanceof RefusedWorkbook) return { ok: false, refusal: error.refusal }
    throw error
  }
}

const readText = (texts: Parameters<typeof parts>[0]) => read(encoded(parts(texts)))

const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const bigEndian = (text: string) => utf16(text).swap16()
const unreadable = { ok: false, refusal: { code: 'unreadable-text', params: {} } }

describe('a reference to a character', () => {
  it.each(['&#x20BB7;', '&#134071;', '&#x00020bb7;', '&#X20BB7;', '𠮷'])(
    '%s is that character',
    async (written) => {
      const reading = await readText({
        head: `${written}田一`,
        group: `${written}1组`,
        name: `户册${written}`,
      })
      expect(reading).toMatchObject({
        ok: true,
        office: {
          sheets: [{ name: '户册𠮷' }],
          households: [{ head: '𠮷田一', group: '𠮷1组' }],
          problems: [],
        },
      })
    },
  )

  it('of a picture is that picture', async () => {
    expect(await readText({ head: '示范&#x1F600;' })).toMatchObject({
      office: { households: [{ head: '示范😀' }] },
    })
  })

  it('that is itself written as text stays text', async () => {
    expect(await readText({ head: '示范&amp;#x20BB7;' })).toMatchObject({
      office: { households: [{ head: '示范&#x20BB7;' }] },
    })
  })

  it.each(['&#xD800;', '&#0;', '&#x110000;', '&#x110041;', '&#1114177;', '&#4294967361;'])(
    '%s is none: a problem of its cell',
    async (written) => {
      expect(await readText({ head: `示范${written}户` })).toMatchObject({
        ok: true,
        office: { households: [], problems: [{ cell: 'C2', problem: 'odd-characters' }] },
      })
    },
  )

  it.each([1, 2, 7, 64])('is whole when the part comes in pieces of %i bytes', async (length) => {
    const text = '<a>示范&#x20BB7;田</a><b c="&#x1F600;"/>'
    const bytes = Buffer.from(text)
    const cut = async function* () {
      for (let at = 0; at < bytes.length; at += length)
        yield await Promise.resolve(bytes.subarray(at, at + length))
    }
    let read = ''
    for await (const piece of readableXml(cut())) read += piece.toString()
    expect(read).toBe('<a>示范𠮷田</a><b c="😀"/>')
  })
})

describe('text that spreadsheets do not write so', () => {
  it.each(['陈<![CDATA[大]]>一', '2<![CDATA[0]]>', '陈<?planted y?>一'])(
    'is refused, not cut: %s',
    async (text) => {
      expect(await readText({ head: text })).toEqual(unreadable)
      expect(await readText({ group: text })).toEqual(unreadable)
    },
  )

  it('is refused: names of its own for characters', async () => {
    const planted = parts({ head: '陈&planted;一' })
    const strings = `<!DOCTYPE sst [<!ENTITY planted "大">]>${planted.strings}`
    expect(await read(encoded({ ...planted, strings }))).toEqual(unreadable)
  })

  it('is read where only a program is named before the text', async () => {
    const named = parts()
    const strings = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>${named.strings}`
    expect(await read(encoded({ ...named, strings }))).toMatchObject({ ok: true })
  })
})

describe('text that is not UTF-8', () => {
  it.each(['ff', 'eda080', 'c0af', 'f8888080', 'e7a4'])('is refused: bytes %s', async (bytes) => {
    for (const at of ['workbook', 'sheet', 'strings'] as const) {
      const whole = encoded(parts({ head: '示@户', group: '@1组', name: '户册@' }))
      const broken = Buffer.from(whole[at])
        .toString('latin1')
        .replace('@', Buffer.from(bytes, 'hex').toString('latin1'))
      expect(await read({ ...whole, [at]: Buffer.from(broken, 'latin1') })).toEqual(unreadable)
    }
  })

  it.each<[string, (text: string) => Uint8Array]>([
    ['with a byte order mark', (text) => utf16(`\ufeff${text}`)],
    ['big end first, with a byte order mark', (text) => bigEndian(`\ufeff${text}`)],
    ['as declared', utf16],
    ['big end first, as declared', bigEndian],
  ])('is refused: UTF-16 %s', async (_, encode) => {
    const texts = parts({ declared: 'UTF-16' })
    expect(await read(encoded(texts, encode))).toEqual(unreadable)
    // The sheet alone, with nothing that is not valid UTF-8 too.
    const ascii = parts({ declared: 'UTF-16', group: '1' }).sheet.replace(/[^\0-\x7f]/gu, 'x')
    expect(await read({ ...encoded(parts()), sheet: encode(ascii) })).toEqual(unreadable)
  })

  it.each(['GBK', 'gb18030', 'Big5', 'ISO-8859-1', 'utf-7'])(
    'is refused when declared as %s',
    async (declared) => {
      expect(await read(encoded(parts({ declared })))).toEqual(unreadable)
    },
  )

  it.each(['UTF-8', 'utf8', 'UTF-16'])('is read when it is UTF-8, declared as %s', async (declared) => {
    for (const mark of ['', '\ufeff']) {
      const whole = encoded(parts({ declared, head: '𠮷田&#x4E00;' }), (text) => strToU8(mark + text))
      expect(await read(whole)).toMatchObject({ ok: true, office: { households: [{ head: '𠮷田一' }] } })
    }
  })
})
