import { config } from '@vue/test-utils'

import { i18n } from '../../src-renderer/i18n/i18n.ts'

/** Components find their texts as they do in the window. */
config.global.plugins = [...config.global.plugins, i18n]
