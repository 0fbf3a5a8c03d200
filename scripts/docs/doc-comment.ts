import ts from 'typescript';

/** What is written above a declaration, as one paragraph of Markdown; '' when nothing is. */
export function docComment(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = comment && ts.getTextOfJSDocComment(comment.comment);
  return (text ?? '').replace(/\s+/g, ' ').trim();
}
