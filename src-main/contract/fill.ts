/** A template with each `{name}` in it filled in; a name there is no value for stays as it stands. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
