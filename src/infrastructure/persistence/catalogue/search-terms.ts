const WORD = /[\p{L}\p{N}]+/gu;
const MARKS = /\p{Mark}/gu;
const MOST_WORDS = 12;
/** Shorter beginnings fit too much. */
const SHORTEST_BEGINNING = 3;
const SHORTEST_WITH_TWO_MISTAKES = 6;

/** The words of what somebody typed, without accents, in lower case. */
export const wordsOf = (text: string): readonly string[] =>
  (text.normalize('NFKD').replace(MARKS, '').toLowerCase().match(WORD) ?? []).slice(0, MOST_WORDS);

const term = (word: string): string => (word.length < SHORTEST_BEGINNING ? `'${word}'` : `'${word}':*`);

/** For `to_tsquery`: all the words, each of them whole or begun; of several that may have been meant, one is enough. */
export const searchQuery = (words: readonly (readonly string[])[]): string =>
  words.map((meant) => `(${meant.map(term).join(' | ')})`).join(' & ');

/** How many letters were left out, put in, changed or swapped with their neighbour. */
export function mistakesBetween(left: string, right: string): number {
  const rows = [Array.from({ length: right.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    const above = rows[row - 1] ?? [];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      let least = Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwapped) least = Math.min(least, (rows[row - 2]?.[column - 2] ?? 0) + 1);
      line.push(least);
    }
    rows.push(line);
  }
  return rows[left.length]?.[right.length] ?? 0;
}

/**
 * Which of the known words may have been meant: those with the fewest mistakes, if they are few for so long a word. To stop early is no
 * mistake; of very short words nothing else can have been meant.
 */
export function meantBy(word: string, known: readonly string[]): readonly string[] {
  if (word.length < SHORTEST_BEGINNING) return [word];
  const allowed = word.length < SHORTEST_WITH_TWO_MISTAKES ? 1 : 2;
  const judged = known.map((candidate) => ({ candidate, mistakes: candidate.startsWith(word) ? 0 : mistakesBetween(word, candidate) }));
  const fewest = Math.min(allowed, ...judged.map(({ mistakes }) => mistakes));
  return judged.filter(({ mistakes }) => mistakes <= fewest).map(({ candidate }) => candidate);
}
