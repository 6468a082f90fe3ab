import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/** Arrows that never turn round: what stands in `target` may not import from `from`. */
const directions = [
  { target: './server/domain', from: './', except: ['./server/domain', './node_modules'] },
  {
    target: './server/contract',
    from: './',
    except: ['./server/contract', './server/domain', './node_modules'],
  },
  {
    target: './display',
    from: './',
    except: ['./display', './server/contract', './server/domain', './node_modules'],
  },
  {
    target: './admin',
    from: './',
    except: ['./admin', './server/contract', './server/domain', './node_modules'],
  },
  { target: './db', from: './', except: ['./db', './server/domain', './node_modules'] },
  { target: ['./server', './db'], from: './server/main.ts' },
  { target: ['./server', './db', './display', './admin'], from: './tests' },
]

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

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', 'bench/'] },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    files: ['**/*.{ts,vue,js,mjs}'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: directions }],
      'import-x/no-cycle': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'element-plus',
              importNames: ['ElDialog'],
              message: 'PanelDialog places the focus without taking it from a field that is filled in.',
            },
          ],
        },
      ],
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
      'no-restricted-syntax': ['error', ...composing, ...addresses],
      'vue/no-restricted-syntax': ['error', ...addresses],
    },
  },
  {
    files: ['server/domain/page/composingKeys.ts', 'tests/**', 'eslint.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['admin/fields/PanelDialog.vue'], rules: { 'no-restricted-imports': 'off' } },
)
