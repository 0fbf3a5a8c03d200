/** "Kitchen > Mugs": a `>` or `\` in a name is written with a `\` in front. */
export const joinPath = (names: readonly string[]): string => names.map((name) => name.replace(/[\\>]/g, '\\$&')).join(' > ');

/** The names in a path, from the top down, without the blanks around them. */
export function splitPath(path: string): readonly string[] {
  const names = path.match(/(?:\\[^]|[^\\>])+/g) ?? [];
  return names.map((name) => name.trim().replace(/\\([^])/g, '$1'));
}
