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
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multi-word-component-names': 'off',
    },
  },
  { files: ['admin/fields/PanelDialog.vue'], rules: { 'no-restricted-imports': 'off' } },
)
