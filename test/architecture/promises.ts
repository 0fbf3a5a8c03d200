import ts from 'typescript';

const says = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).length > 0;

/** The classes that do something when asked (`execute`) or told (`handle`), and do not say what they promise. */
export function silentUseCases(source: string): readonly string[] {
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isClassDeclaration).flatMap((declared) => {
    const door = declared.members.find((member) => ['execute', 'handle'].includes(member.name?.getText() ?? ''));
    return door === undefined || says(declared) || says(door) ? [] : [declared.name?.text ?? 'a class'];
  });
}

/** The interfaces with methods of which neither they nor any of their members say a word. */
export function silentPorts(source: string): readonly string[] {
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.Latest, true);
  const interfaces = file.statements.filter(ts.isInterfaceDeclaration).filter(({ members }) => members.some(ts.isMethodSignature));
  return interfaces.filter((declared) => !says(declared) && !declared.members.some(says)).map(({ name }) => name.text);
}
