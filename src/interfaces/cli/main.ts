import { shopCaretaker } from '../../infrastructure/composition/shop-caretaker.js';
import { inPlainWords } from '../../infrastructure/composition/plain-words.js';
import { commandLine } from './command-line.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run demo`, `admin`, `jobs` and `migrate`. */
try {
  await commandLine(shopCaretaker(process.env), say).parseAsync();
} catch (error) {
  process.stderr.write(`${inPlainWords(error)}\n`);
  process.exitCode = 1;
}
