const WORD = /[\p{L}\p{N}]+/gu;
const MARKS = /\p{Mark}/gu;
const PART = /(-?)"([^"]*)"|(-?)([^\s"]+)/gu;
const MOST_WORDS = 12;
/** Shorter beginnings fit too much. */
const SHORTEST_BEGINNING = 3;
const SHORTEST_WITH_TWO_MISTAKES = 6;
const LONGEST_SYNONYM = 4;

/** For each word that was typed, the words that may have been meant. */
export type Meant = readonly (readonly string[])[];

/** What somebody asked for: words in any place, words in a row, and words that must not be there. */
export interface SearchTerms {
  readonly words: readonly string[];
  readonly phrases: readonly (readonly string[])[];
  readonly excluded: readonly (readonly string[])[];
}

/** The words of a text, without accents, in lower case. */
export const wordsOf = (text: string): readonly string[] => text.normalize('NFKD').replace(MARKS, '').toLowerCase().match(WORD) ?? [];

/** A hyphen excludes only where a word could begin; a quotation that nobody ended is none. */
export function termsIn(text: string): SearchTerms {
  const words: string[] = [];
  const phrases: (readonly string[])[] = [];
  const excluded: (readonly string[])[] = [];
  let room = MOST_WORDS;
  for (const { 1: notPhrase, 2: phrase, 3: notWord, 4: plain, index } of text.matchAll(PART)) {
    const found = wordsOf(phrase ?? plain ?? '').slice(0, room);
    if (found.length === 0) continue;
    room -= found.length;
    const isFirst = index === 0 || /\s/.test(text[index - 1] ?? '');
    if ((notPhrase === '-' || notWord === '-') && isFirst) excluded.push(found);
    else if (phrase !== undefined && found.length > 1) phrases.push(found);
    else words.push(...found);
  }
  return { words, phrases, excluded };
}

export const isEmpty = ({ words, phrases, excluded }: SearchTerms): boolean => words.length + phrases.length + excluded.length === 0;

/** As it could have been typed, with the likeliest words instead of those that were. */
export const asText = ({ phrases, excluded }: SearchTerms, meant: Meant): string =>
  [
    ...meant.map(([likeliest = '']) => likeliest),
    ...phrases.map((phrase) => `"${phrase.join(' ')}"`),
    ...excluded.map((phrase) => (phrase.length > 1 ? `-"${phrase.join(' ')}"` : `-${phrase.join('')}`)),
  ].join(' ');

const begun = (word: string): string => (word.length < SHORTEST_BEGINNING ? `'${word}'` : `'${word}':*`);
const inARow = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' <-> ');

/** What means the same as these words in a row; undefined when nothing does. */
export type Synonyms = (words: readonly string[]) => readonly (readonly string[])[] | undefined;

/**
 * For `to_tsquery`: all the words, each of them whole or begun; of several that may have been meant, one is enough, and so is what means
 * the same.
 */
export function searchQuery(meant: Meant, { phrases, excluded }: Omit<SearchTerms, 'words'>, synonyms: Synonyms): string {
  const parts: string[] = [];
  for (let place = 0; place < meant.length;) {
    const run = longestRun(meant, place, synonyms);
    const own = meant.slice(place, place + run.length).map((alike) => `(${alike.map(begun).join(' | ')})`);
    const others = run.others.map((words) => `(${inARow(words)})`);
    parts.push(others.length === 0 ? own.join(' & ') : `((${own.join(' & ')}) | ${others.join(' | ')})`);
    place += run.length;
  }
  for (const phrase of phrases) parts.push(`(${[phrase, ...(synonyms(phrase) ?? [])].map((words) => `(${inARow(words)})`).join(' | ')})`);
  for (const phrase of excluded) parts.push(`!(${inARow(phrase)})`);
  return parts.join(' & ');
}

function longestRun(meant: Meant, place: number, synonyms: Synonyms) {
  for (let length = Math.min(LONGEST_SYNONYM, meant.length - place); length > 0; length -= 1) {
    const others = synonyms(meant.slice(place, place + length).map(([likeliest = '']) => likeliest));
    if (others) return { length, others };
  }
  return { length: 1, others: [] };
}

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
