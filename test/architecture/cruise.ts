import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

export interface Cruise {
  /** `rule: from → to`, one for each import that is not allowed. */
  readonly violations: readonly string[];
  /** How many modules were read: a cruiser that cannot read TypeScript sees none, and finds nothing wrong. */
  readonly modules: number;
}

export interface ImportRule {
  readonly name: string;
}

/** The import rules as they stand in `.dependency-cruiser.cjs`. */
export async function importRules(): Promise<readonly ImportRule[]> {
  const { forbidden = [] } = await extractDepcruiseConfig('./.dependency-cruiser.cjs');
  return forbidden.map(({ name = 'unnamed' }) => ({ name }));
}

/** Judges the imports of a source tree: the project's own, or one that was planted elsewhere. */
export async function judgeImports(baseDir: string): Promise<Cruise> {
  const config = await extractDepcruiseConfig('./.dependency-cruiser.cjs');
  const options = { ...config.options, ruleSet: config, validate: true, baseDir };
  const { output } = await cruise(['src', 'migrations'], options, {}, { tsConfig: extractTSConfig('./tsconfig.json') });
  const { totalCruised, violations } = (output as ICruiseResult).summary;
  return { modules: totalCruised, violations: violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`) };
}
