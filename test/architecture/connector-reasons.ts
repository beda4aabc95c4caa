import ts from 'typescript';
import { filesIn, isTest, read } from './sources';

/** Every code with which a connector says why something failed, and where: by it the agent reads a sentence. */
export function reasonCodes(): Map<string, string[]> {
  const codes = new Map<string, string[]>();
  for (const file of filesIn(['libs/connectors/src'], (name) => name.endsWith('.ts') && !isTest(name) && !name.includes('/conformance/'))) {
    // A check names its steps before their words, as errors do their codes.
    const checks = /[.-](health|check)\.ts$/.test(file);
    const visit = (node: ts.Node): void => {
      for (const code of ts.isCallExpression(node) && checks ? [] : codesAt(node)) codes.set(code, [...new Set([...(codes.get(code) ?? []), file])]);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  }
  return codes;
}

/** What stands behind `reason:` and `code:`, or before the words in a call that makes an error of both; an ignored delivery says its reason in words. */
function codesAt(node: ts.Node): string[] {
  if (ts.isCallExpression(node)) return node.arguments.flatMap((each, at) => (isWords(node.arguments[at + 1]) ? literalsOf(each) : [])).filter(isCode);
  if (!ts.isPropertyAssignment(node) || !ts.isObjectLiteralExpression(node.parent)) return [];
  const name = node.name.getText();
  const ignored = node.parent.properties.some((each) => each.getText() === "kind: 'ignored'");
  return (name === 'reason' && !ignored) || name === 'code' ? literalsOf(node.initializer).filter(isCode) : [];
}

const kinds = ['unavailable', 'rejected', 'unauthorized', 'ambiguous'];
const isCode = (text: string): boolean => /^[a-z][a-z0-9-]{2,}$/.test(text) && !kinds.includes(text);
const isWords = (node: ts.Expression | undefined): boolean => node !== undefined && (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && /^["'`]\p{Lu}[^"'`]* /u.test(node.getText());

function literalsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? [...literalsOf(node.left), ...literalsOf(node.right)] : [];
}
