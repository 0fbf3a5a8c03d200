import { shopCaretaker } from '../../infrastructure/composition/shop-caretaker.js';
import { inPlainWords } from '../../infrastructure/composition/plain-words.js';
import { commandLine } from './command-line.js';
import { barOn } from './progress.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run demo`, `admin`, `jobs`, `migrate`, `catalogue`, `backup` and `restore`. */
try {
  const { stdout } = process;
  await commandLine(shopCaretaker(process.env), say, stdout.isTTY ? barOn(stdout) : undefined).parseAsync();
} catch (error) {
  process.stderr.write(`${inPlainWords(error)}\n`);
  process.exitCode = 1;
}
