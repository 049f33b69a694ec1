import { config } from '@vue/test-utils'

import { i18n, loadTexts } from '../../src-renderer/i18n/i18n.ts'

await loadTexts()

/** Components find their texts as they do in the window. */
config.global.plugins = [...config.global.plugins, i18n]
