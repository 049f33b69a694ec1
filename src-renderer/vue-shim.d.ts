/** For tools that read types without vue-tsc; vue-tsc itself reads the real component. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
