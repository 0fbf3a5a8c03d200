const escaped = (text: string): string => {
  const inside = text.replace(/[\\|]/g, '\\$&');
  const ended = /.\s$/s.test(text) ? `${inside.slice(0, -1)}\\${inside.slice(-1)}` : inside;
  return /^\s/.test(text) ? `\\${ended}` : ended;
};

/** Several texts in one cell, with `|` between them: a `|` or `\` in a text, and a blank at its ends, has a `\` in front. */
export const joinCell = (texts: readonly string[]): string => texts.map(escaped).join(' | ');

/** The texts in a cell; an empty cell has none. */
export function splitCell(cell: string): readonly string[] {
  if (cell.trim() === '') return [];
  const texts: string[] = [];
  let text = '';
  /** Up to here blanks belong to the text. */
  let kept = 0;
  const close = (): void => {
    texts.push(text.slice(0, kept) + text.slice(kept).trimEnd());
    text = '';
    kept = 0;
  };
  for (let place = 0; place < cell.length; place += 1) {
    const letter = cell[place] ?? '';
    if (letter === '|') close();
    else if (letter === '\\' && place + 1 < cell.length) {
      text += cell[(place += 1)] ?? '';
      kept = text.length;
    } else if (text !== '' || letter.trim() !== '') text += letter;
  }
  close();
  return texts;
}

/** What a spreadsheet would take for a formula, or a guard that was there before. */
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

/** A spreadsheet shows it and does not work it out. */
export const guarded = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);
export const unguarded = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);
