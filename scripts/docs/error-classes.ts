import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { docComment } from './doc-comment.js';

/** One way to be refused, as the code declares it. `code` may begin with `<resource>`: each resource has its own. */
export interface Refusal {
  readonly code: string;
  readonly status: string;
  /** What the answer says in `detail`; `…` stands for what is filled in. */
  readonly detail: string;
  readonly comment: string;
}

interface ErrorClass {
  readonly name: string;
  readonly parent: string;
  readonly isAbstract: boolean;
  readonly kind: string | undefined;
  readonly codes: readonly string[];
  readonly detail: string;
  readonly comment: string;
}

const ROOT = 'DomainError';
const CODE = /^(<\w+>|[a-z_]+)\.[a-z0-9_]+$/;

const parse = (file: string): ts.SourceFile => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

function nodesIn(node: ts.Node): readonly ts.Node[] {
  const all: ts.Node[] = [];
  const visit = (inner: ts.Node): void => {
    all.push(inner);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return all;
}

/** Text as it stands there; what is filled in becomes what `gap` makes of it. Undefined when it is no text. */
function textOf(node: ts.Expression | undefined, gap: (filled: ts.Expression) => string): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isAsExpression(node)) return textOf(node.expression, gap);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ expression, literal }) => gap(expression) + literal.text).join('');
}

const asCode = (node: ts.Expression | undefined): string | undefined => textOf(node, (filled) => `<${filled.getText()}>`);

/** The literals of `'a' | 'b'`, also when they have a name in the same file. */
function literalsOf(type: ts.TypeNode | undefined, file: ts.SourceFile): readonly string[] {
  if (type === undefined) return [];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((part) => literalsOf(part, file));
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return [type.literal.text];
  if (!ts.isTypeReferenceNode(type)) return [];
  const alias = file.statements.find((node) => ts.isTypeAliasDeclaration(node) && node.name.text === type.typeName.getText());
  return alias && ts.isTypeAliasDeclaration(alias) ? literalsOf(alias.type, file) : [];
}

function readClass(declared: ts.ClassDeclaration): ErrorClass | undefined {
  const parent = declared.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression.getText();
  if (!declared.name || !parent) return undefined;
  const file = declared.getSourceFile();
  const property = (name: string) => declared.members.filter(ts.isPropertyDeclaration).find((member) => member.name.getText() === name);
  const maker = declared.members.find(ts.isConstructorDeclaration);
  const given = maker?.parameters.find((parameter) => parameter.name.getText() === 'code');
  const inside = maker?.body ? nodesIn(maker.body) : [];
  const assigned = inside.filter(ts.isBinaryExpression).find(({ left }) => left.getText() === 'this.code')?.right;
  const said = inside.filter(ts.isCallExpression).find(({ expression }) => expression.kind === ts.SyntaxKind.SuperKeyword)?.arguments[0];
  const code = asCode(property('code')?.initializer) ?? asCode(assigned);
  return {
    name: declared.name.text,
    parent,
    isAbstract: declared.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false,
    kind: textOf(property('kind')?.initializer, () => ''),
    codes: code === undefined ? literalsOf(given?.type ?? property('code')?.type, file) : [code],
    detail: textOf(said, () => '…') ?? '',
    comment: docComment(declared),
  };
}

/** The table from an error's kind to its status, where errors become HTTP. */
function statusByKind(problems: ts.SourceFile): ReadonlyMap<string, string> {
  const table = nodesIn(problems).find((node) => ts.isVariableDeclaration(node) && node.name.getText() === 'STATUS');
  const values = table && ts.isVariableDeclaration(table) && table.initializer;
  if (!values || !ts.isObjectLiteralExpression(values)) throw new Error('problems.ts has no table STATUS');
  return new Map(values.properties.filter(ts.isPropertyAssignment).map(({ name, initializer }) => [name.getText(), initializer.getText()]));
}

/** What Koa and its parsers refuse, and what breaks: written as `{ code, detail }` where errors become HTTP. */
function plainRefusals(problems: ts.SourceFile): readonly Refusal[] {
  return nodesIn(problems)
    .filter(ts.isObjectLiteralExpression)
    .flatMap((object): Refusal[] => {
      const value = (name: string) =>
        object.properties.filter(ts.isPropertyAssignment).find((property) => property.name.getText() === name)?.initializer;
      const [code, detail] = [asCode(value('code')), textOf(value('detail'), () => '…')];
      if (code === undefined || detail === undefined || !CODE.test(code)) return [];
      const { parent } = object;
      const key = ts.isPropertyAssignment(parent) && ts.isNumericLiteral(parent.name) ? parent.name.text : '4xx';
      return [{ code, detail, comment: '', status: value('status')?.getText() ?? key }];
    });
}

/** Every code that the sources can refuse with. @throws when an error's kind or code cannot be read off its declaration. */
export function refusalsIn(sources: string): readonly Refusal[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const parsed = files.sort().map((file) => parse(join(sources, file)));
  const classes = parsed.flatMap((file) =>
    file.statements
      .filter(ts.isClassDeclaration)
      .map(readClass)
      .filter((found) => found !== undefined),
  );
  const known = new Map(classes.map((declared) => [declared.name, declared]));
  const lineOf = (declared: ErrorClass): readonly ErrorClass[] => {
    const parent = known.get(declared.parent);
    return parent ? [declared, ...lineOf(parent)] : [declared];
  };
  const problems = parse(join(sources, 'interfaces', 'http', 'shared', 'problems.ts'));
  const statuses = statusByKind(problems);

  const declared = classes
    .filter(({ isAbstract }) => !isAbstract)
    .map(lineOf)
    .filter((line) => line.some(({ parent }) => parent === ROOT))
    .flatMap((line): Refusal[] => {
      const kind = line.find((one) => one.kind !== undefined)?.kind;
      const codes = line.find((one) => one.codes.length > 0)?.codes ?? [];
      const status = kind === undefined ? undefined : statuses.get(kind);
      if (status === undefined || codes.length === 0 || codes.some((code) => !CODE.test(code))) {
        throw new Error(`The kind and the code of ${line[0]?.name} cannot be read off its declaration`);
      }
      const detail = line.find((one) => one.detail !== '')?.detail ?? '';
      return codes.map((code) => ({ code, status, detail, comment: line[0]?.comment ?? '' }));
    });
  const unread = parse(join(sources, 'interfaces', 'http', 'shared', 'raw-problem.ts'));
  return [...declared, ...plainRefusals(problems), ...plainRefusals(unread)];
}
