declare module 'virtual:bundled-icons' {
  import type { IconifyJSON } from '@iconify/vue'

  const collection: IconifyJSON
  export default collection
}

declare module '@fontsource-variable/inter'
