import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import checkFile from 'eslint-plugin-check-file'
import importX from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { scriptParser } from './eslint.vue.config.js'

/** Paths of folders inside one. */
const rooms = (folder, ...names) => names.map((name) => `${folder}/${name}`)

/** `target` imports from itself and these alone. */
const only = (target, ...others) => ({ target, from: './', except: [target, ...others, './node_modules'] })

/** `target` never imports from these. */
const never = (target, ...from) => ({ target, from })

/** Arrows that never turn round. */
const directions = [
  only('./server/domain'),
  only('./server/contract', './server/domain'),
  only('./display', './server/contract', './server/domain'),
  only('./admin', './server/contract', './server/domain'),
  only('./db', './server/domain'),
  never('./{server,db}/**', './server/main.ts', './server/cli.ts'),
  never('./{server,db,display,admin}/**', './tests'),
  never('./server/!(routes)/**', './server/routes'),

  only('./db/store', './server/domain'),
  never(
    './db/{ledger,scores,households}/**',
    ...rooms('./db', 'rounds', 'redemption', 'publicity', 'residents', 'board', 'reports'),
  ),

  never('./display/!(passbook)/**', './display/passbook'),
  never('./display/passbook', ...rooms('./display', 'live', 'stage', 'scenes', 'chooser')),
  never('./display/live', ...rooms('./display', 'stage', 'scenes', 'chooser', 'ui')),
  never('./display/{ui,scenes}/**', ...rooms('./display', 'live', 'stage')),
  never('./display/ui', './display/scenes'),

  never('./admin/!(doorstep)/**', './admin/doorstep'),
  only(
    './admin/doorstep',
    './server/contract',
    './server/domain',
    ...rooms('./admin', 'shell', 'fields', 'rules'),
  ),
]

/** Packages that only some rooms may import. */
const drivers = {
  regex: '^(better-sqlite3|pg|pg-.+)$',
  message: 'Only db/store imports a database driver.',
}
const queryBuilder = { regex: '^kysely($|/)', message: 'Only db builds queries.' }
const queryBuilderTypes = {
  ...queryBuilder,
  allowTypeImports: true,
  message: 'Only db/store makes a database; take the builder from the store.',
}
const node = { regex: '^node:', message: 'This runs in a browser too.' }
const allPackages = { regex: String.raw`^(?!\.)`, message: 'server/domain imports nothing but itself.' }
const allButZod = {
  regex: String.raw`^(?!\.|zod$)`,
  message: 'server/contract imports zod and server/domain.',
}

const panelDialog = {
  name: 'element-plus',
  importNames: ['ElDialog'],
  message: 'PanelDialog places the focus without taking it from a field that is filled in.',
}

/** Forbids packages by patterns. */
const withoutPackages = (patterns, paths = []) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns }],
})

/** SQL stands in db alone. */
const queries = [
  `CallExpression[callee.property.name='prepare']`,
  `CallExpression[callee.object.name='store'][callee.property.name=/^(all|first|one|run|insert|update|pragma)$/]`,
  `TaggedTemplateExpression[tag.name='sql']`,
  `MemberExpression[property.name='sql']`,
  String.raw`Literal[value=/^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA)\s/]`,
  String.raw`TemplateElement[value.raw=/^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA)\s/]`,
].map((selector) => ({ selector, message: 'Only db builds queries.' }))

/** Keys of an input method are told from the page's own in one place, and only by `keydown`. */
const composing = [
  {
    selector: 'MemberExpression[property.name=/^(isComposing|keyCode|which)$/]',
    message: 'server/domain/page/composingKeys.ts stops the keys of input methods for every page.',
  },
  {
    selector: 'Literal[value=/^key(up|press)$/]',
    message: 'Use keydown: the keyup of an input method looks like any other.',
  },
]

/** Pages may be served under a path: every address of the server goes through `here`. */
const serverAddress = String.raw`/^\/(api|d|display|doorstep|admin|assets|socket\.io)(\/|$)/`
const addresses = [
  `:not(CallExpression[callee.name='here']) > Literal[value=${serverAddress}]`,
  `:not(CallExpression[callee.name='here']) > TemplateLiteral > TemplateElement:first-child[value.raw=${serverAddress}]`,
].map((selector) => ({ selector, message: 'Put the address through `here` of server/domain/page/here.ts.' }))

/** Statements that change the database run inside `Store.write`, which `Store.run` asserts. */
const writes = {
  selector:
    "CallExpression[callee.property.name='run']:not([callee.object.name='store']):not([callee.object.property.name='#store']):not([callee.object.property.name='store'])",
  message: 'Write with store.run, inside store.write.',
}

/** The same code runs on both engines; what must differ lies in db/store. */
const engines = [
  `BinaryExpression[operator=/^[!=]==?$/] > Literal[value=/^(sqlite|postgres|postgresql|pg)$/]`,
  `SwitchCase > Literal[value=/^(sqlite|postgres|postgresql|pg)$/]`,
  `:matches(IfStatement, ConditionalExpression, LogicalExpression, UnaryExpression) > :matches(Identifier, MemberExpression)[name=/^(is|on)?(sqlite|postgres)$/i]`,
  `:matches(IfStatement, ConditionalExpression, LogicalExpression, UnaryExpression) > MemberExpression[property.name=/^(is|on)?(sqlite|postgres)$/i]`,
  `BinaryExpression[operator='instanceof'][right.name=/^(Sqlite|Postgres)/]`,
  `BinaryExpression[operator=/^[!=]==?$/] > :matches(Identifier, MemberExpression > Identifier)[name='databaseUrl']`,
  `BinaryExpression[operator='in'] > MemberExpression[property.name='beside']`,
].map((selector) => ({
  selector,
  message: 'Only db/store knows the engine: ask the port for what it can do.',
}))

/** Words of one engine's SQL; columns with capitals must be quoted, as PostgreSQL folds them. */
const unportable = [
  String.raw`/\b(ifnull|iif|group_concat|strftime|julianday|datetime|printf|instr|json_extract|json_each|jsonb_\w+|to_char|date_trunc|last_insert_rowid)\s*\(/i`,
  String.raw`/\bINSERT\s+OR\s|\bREPLACE\s+INTO\b|\b(NOT\s+)?INDEXED\b|\bGLOB\b|\bILIKE\b|\bAUTOINCREMENT\b|\browid\b|\bDISTINCT\s+ON\b|\/\*\+|[\s(]\+\w+\.\w|::\w/i`,
  // Of several values: greatest and least on one engine, aggregates on the other.
  String.raw`/\b(MAX|MIN)\s*\((?:[^()]|\([^()]*\))*,/i`,
  String.raw`/\b[Aa][Ss]\s+[a-z]+[A-Z]\w*/`,
]
  .flatMap((pattern) => [
    // Of statements alone: their words stand in capitals.
    `TemplateElement[value.raw=/\\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|SET|ORDER BY)\\b/][value.raw=${pattern}]`,
    `Literal[value=/\\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|SET|ORDER BY)\\b/][value=${pattern}]`,
  ])
  .map((selector) => ({
    selector,
    message: 'This SQL is not portable: db/store/{sqlite,postgres} translate what must differ.',
  }))

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', 'bench/', 'tests/browser/offline/earlier/'] },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: scriptParser } } },
  { files: ['**/*.ts'], rules: { '@typescript-eslint/await-thenable': 'error' } },
  {
    files: ['**/*.{ts,vue,js,mjs}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
      'import-x/extensions': ['.ts', '.vue'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'vue-eslint-parser': ['.vue'] },
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: directions }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/order': [
        'error',
        {
          groups: ['builtin', 'external', 'parent', 'sibling', 'index'],
          alphabetize: { order: 'asc', caseInsensitive: true },
          'newlines-between': 'never',
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // What a module takes types from is not loaded: it would close circles that no-cycle does not count.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      ...withoutPackages([drivers, queryBuilder]),
      'no-restricted-syntax': ['error', ...composing],
      'vue/no-restricted-v-on': [
        'error',
        { argument: '/^key(up|press)$/', message: 'Use keydown: see server/domain/page/composingKeys.ts.' },
      ],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['admin/**', 'display/**'],
    rules: {
      ...withoutPackages([drivers, queryBuilder, node], [panelDialog]),
      'no-restricted-syntax': ['error', ...composing, ...addresses],
      'vue/no-restricted-syntax': ['error', ...addresses],
    },
  },
  {
    files: ['server/**'],
    rules: { 'no-restricted-syntax': ['error', ...composing, ...engines, ...queries] },
  },
  { files: ['server/domain/**'], rules: withoutPackages([allPackages]) },
  { files: ['server/contract/**'], rules: withoutPackages([allButZod]) },
  { files: ['db/**'], rules: withoutPackages([drivers, queryBuilderTypes]) },
  {
    files: ['db/store/**', 'tests/**'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['db/**'],
    ignores: ['db/store/**'],
    rules: { 'no-restricted-syntax': ['error', ...composing, ...engines, ...unportable, writes] },
  },
  {
    files: ['server/domain/page/composingKeys.ts', 'tests/**', 'eslint.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // The rule takes the two scripts of a file for one.
  { files: ['display/scenes/*.vue'], rules: { 'import-x/order': 'off' } },
  {
    files: ['admin/fields/dialogs/PanelDialog.vue'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.{ts,js,mjs,cjs,vue}'],
    // Stored names: applied migrations and scenes.
    ignores: ['db/store/{,postgres/}migrations/*.ts', 'display/scenes/*.vue'],
    plugins: { 'check-file': checkFile },
    rules: {
      'check-file/filename-naming-convention': [
        'error',
        { '**/*.{ts,js,mjs,cjs}': 'CAMEL_CASE', '**/*.vue': 'PASCAL_CASE' },
        { ignoreMiddleExtensions: true },
      ],
    },
  },
)
