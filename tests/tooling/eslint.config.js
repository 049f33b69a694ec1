import i18n from '@intlify/eslint-plugin-vue-i18n'
import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Packages that have a room of their own; dependency-cruiser says the same of whole import chains, this in the editor. */
const electron = {
  group: ['electron', 'electron/*', 'electron-store', 'electron-updater'],
  message: 'Only in src-main/host/electron.',
}
const msal = { group: ['@azure/*'], message: 'Only in src-main/signin.' }
const hono = { group: ['hono', 'hono/*', '@hono/*'], message: 'Only in src-main/practice and src-main/host.' }
const mayNotImport = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] })

export default defineConfig(
  { ignores: ['**/*.js', '**/*.cjs'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: process.cwd(),
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // The compiler finds unknown names, in templates too, and knows the globals of each world.
      'no-undef': 'off',
      // A handler or a port is asynchronous by its type, whether or not this one has something to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-warning-comments': ['error', { terms: ['fixme', 'xxx'] }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/no-undef-properties': 'error',
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['src-main/**/*.ts', 'src-renderer/**/*.{ts,vue}'],
    rules: {
      'max-lines': ['error', { max: 320 }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      ...mayNotImport(electron, msal, hono),
    },
  },
  { files: ['src-main/host/**/*.ts'], rules: mayNotImport(electron, msal) },
  { files: ['src-main/host/electron/**/*.ts'], rules: mayNotImport(msal, hono) },
  { files: ['src-main/signin/**/*.ts'], rules: mayNotImport(electron, hono) },
  { files: ['src-main/practice/**/*.ts'], rules: mayNotImport(electron, msal) },
  {
    files: ['src-renderer/**/*.vue'],
    plugins: { '@intlify/vue-i18n': i18n },
    rules: {
      // Texts stand in resources/messages. Product and protocol names are the same in every language.
      '@intlify/vue-i18n/no-raw-text': [
        'error',
        {
          ignorePattern: '^[\\s\\d\\W]*$',
          ignoreText: ['ResetLab', 'request-id'],
          attributes: {
            '/.+/': [
              'title',
              'aria-label',
              'placeholder',
              'label',
              'text',
              'description',
              'alt',
              'action',
              'note',
              'hint',
            ],
          },
        },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // `expect(port.method).toHaveBeenCalled()` reads a method without calling it, which is the point.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // The doors a person at a terminal uses, and the tools of the checkout, speak through the console.
  { files: ['src-main/main.ts', 'src-main/host/cli/**/*.ts', 'tests/**/*.ts'], rules: { 'no-console': 'off' } },
  prettier,
)
