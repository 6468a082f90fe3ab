/**
 * Types for the scripts of Vue files, from one program for all of them. A project service takes each for a file that
 * was just changed, and its type checker starts anew: more than a second of CPU a file.
 */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import tseslint from 'typescript-eslint'

const root = dirname(fileURLToPath(import.meta.url))

/** The content of a file's only script, as vue-eslint-parser takes it out; null where there are more. */
function onlyScript(/** @type {string} */ text) {
  const scripts = [...text.matchAll(/^<script[^>]*>([\s\S]*?)^<\/script>/gm)]
  return scripts.length === 1 ? (scripts[0]?.[1] ?? null) : null
}

function createProgram() {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile)
  const vue = { extension: '.vue', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    root,
    {},
    undefined,
    undefined,
    [vue],
  )
  const settings = { ...options, allowNonTsExtensions: true, incremental: false, tsBuildInfoFile: undefined }
  const host = ts.createCompilerHost(settings, true)
  const getSourceFile = host.getSourceFile.bind(host)
  host.getSourceFile = (name, ...others) =>
    name.endsWith('.vue')
      ? ts.createSourceFile(
          name,
          onlyScript(ts.sys.readFile(name) ?? '') ?? '',
          others[0],
          true,
          ts.ScriptKind.TS,
        )
      : getSourceFile(name, ...others)
  return ts.createProgram({ rootNames: fileNames, options: settings, host })
}

/** @type {ts.Program | undefined} */
let program

/** A parser for scripts of Vue files; those that the program does not have are left to the project service. */
export const scriptParser = {
  ...tseslint.parser,
  /**
   * @param {string} code
   * @param {import('@typescript-eslint/parser').ParserOptions & { filePath: string }} options
   */
  parseForESLint(code, options) {
    // Expressions of templates come without one, and have no types.
    if (!options.projectService) return tseslint.parser.parseForESLint(code, options)
    program ??= createProgram()
    const isKnown = program.getSourceFile(options.filePath)?.text === code
    const typed = isKnown ? { ...options, projectService: undefined, programs: [program] } : options
    return tseslint.parser.parseForESLint(code, typed)
  },
}
