/** Finds Chinese in code that runs: texts for people stand in the files of words. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { parse } from 'vue/compiler-sfc'

/** Chinese signs, also full-width punctuation. */
const chinese = /[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e]/u

/** Files and folders that may have Chinese in their strings, and why. Patterns may have it everywhere: they read. */
const allowed: Readonly<Record<string, string>> = {
  'server/domain/workbook/': 'words of office workbooks, which are read',
  'server/domain/rules/rulebooks.ts': 'rules that a village may start with',
  'server/domain/rules/readySheets.ts': 'check sheets that a village may start with',
  'server/domain/board/privacy.ts': 'surnames of two signs',
  'server/routes/api/openapi.ts': 'name of the product',
  'server/routes/api/examples.ts': 'a village in examples',
  'server/yiping.mjs': 'a sentence before the words are built',
  'server/build.mjs': 'sentences before the words are built',
  'server/control/cli/importCommand.ts': 'name of a village in an example',
  'db/sample/': 'the sample village',
  'display/example.ts': 'the board of an example village',
  'admin/fields/typedDate.ts': 'words that are typed for a day',
  'admin/shell/look/drawsChinese.ts': 'characters that a font tells apart',
}

/** Where Chinese stands in code outside the allowed files, a sentence each. */
export function strayChinese(): string[] {
  const paths = ['server', 'db', 'admin', 'display'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|vue|mjs|cjs)$/.test(path))
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
  )
  const faults = paths
    .filter((path) => !Object.keys(allowed).some((place) => path.startsWith(place)))
    .flatMap((path) =>
      chineseIn(path, readFileSync(path, 'utf8')).map((found) => `${found}: move it to words`),
    )
  const gone = Object.keys(allowed).filter((place) => !existsSync(place))
  return [...faults, ...gone.map((place) => `${place} is allowed Chinese, but is not there`)]
}

/** Places and texts with Chinese in the strings of a module or of a component and its template. */
export function chineseIn(path: string, code: string): string[] {
  if (!path.endsWith('.vue')) return inScript(code).map((text) => `${path}: ${text}`)
  const { script, scriptSetup, template } = parse(code).descriptor
  const scripts = [script, scriptSetup].flatMap((part) => (part ? inScript(part.content) : []))
  const shown = (template?.content ?? '')
    .replace(/<!--.*?-->/gs, '')
    .split('\n')
    .filter((line) => chinese.test(line))
  return [...scripts, ...shown].map((text) => `${path}: ${text.trim()}`)
}

function inScript(code: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const isText =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isIdentifier(node)
    if (isText && chinese.test(node.text)) found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest))
  return found
}
