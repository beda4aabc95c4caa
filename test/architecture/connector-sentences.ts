import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { filesIn, isTest, read, root } from './sources';

const home = 'libs/connectors/src';

/** Of every connector, and of what families of them share; not of the suite that tests them. */
export const folders = fs.readdirSync(path.join(root, home), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'conformance').map(({ name }) => name);

/** What stands in the source where the value will be put in. */
export const gap = '{}';

export interface Sentence { file: string; text: string }

/**
 * What a connector may show on the screen of its channel: labels and details of a check, what is used of a quota, and why there is no
 * access or no answer. Read from its source, since no platform could be made to give every answer.
 */
export function sentencesOf(folder: string): Sentence[] {
  const files = filesIn([`${home}/${folder}`], (file) => file.endsWith('.ts') && !isTest(file));
  return files.flatMap((file) => {
    const found = new Set<string>();
    const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
    // Files that only check, or only see to the access, say nothing but what an admin reads.
    const checks = /[.-](health|check|login|token|consent)\.ts$/.test(path.basename(file));
    const makers = makersIn(source);
    const visit = (node: ts.Node): void => {
      if (isShown(node, makers)) for (const text of literalsOf(node)) found.add(text);
      else if (checks && isSentence(node)) for (const text of textsOf(node)) found.add(text);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return [...found].map((text) => ({ file, text }));
  });
}

/** Names of the short functions with which some files make the errors that an admin reads. */
function makersIn(source: ts.SourceFile): Set<string> {
  const names = source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations]);
  return new Set(names.filter(({ initializer }) => initializer !== undefined && ts.isArrowFunction(initializer) && /(kind: |ConnectorError\()'(unauthorized|unavailable)'/.test(initializer.getText())).map(({ name }) => name.getText()));
}

/** The value of `label:` and `detail:`, and the words of an error that an admin reads. */
function isShown(node: ts.Node, makers: Set<string>): boolean {
  const { parent } = node;
  if (parent === undefined) return false;
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
    const name = parent.name.getText();
    return name === 'label' || name === 'detail' || ((name === 'words' || name === 'says') && ts.isObjectLiteralExpression(parent.parent) && isForAdmins(kindIn(parent.parent)));
  }
  if (ts.isCallExpression(parent)) return makers.has(parent.expression.getText()) && parent.arguments.some((argument) => argument === node) && isSentence(node);
  return ts.isNewExpression(parent) && parent.expression.getText() === 'ConnectorError' && parent.arguments?.[1] === node && isForAdmins(parent.arguments[0]);
}

const kindIn = (object: ts.ObjectLiteralExpression): ts.Expression | undefined =>
  object.properties.find((property): property is ts.PropertyAssignment => ts.isPropertyAssignment(property) && property.name.getText() === 'kind')?.initializer;

const isForAdmins = (kind: ts.Expression | undefined): boolean => kind !== undefined && ts.isStringLiteral(kind) && (kind.text === 'unauthorized' || kind.text === 'unavailable');

/** All that an expression can come to: both sides of a choice, but not what is compared in it or what is put into a gap. */
function literalsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return textsOf(node).filter(readable);
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? literalsOf(node.right) : [];
}

/** Without what is said to a platform. */
function isSentence(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression {
  return (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && textsOf(node).some((text) => /^\p{Lu}.* .*/u.test(text) && !/^(Basic|Bearer) /.test(text));
}

/** A choice between words inside of a template ('day' or 'days') makes two texts. */
function textsOf(node: ts.StringLiteralLike | ts.TemplateExpression): string[] {
  if (!ts.isTemplateExpression(node)) return [node.text];
  return node.templateSpans.reduce<string[]>((texts, { expression, literal }) => {
    const both = ts.isConditionalExpression(expression) ? [expression.whenTrue, expression.whenFalse] : [];
    const words = both.length > 0 && both.every(ts.isStringLiteralLike) ? both.map(({ text }) => text) : [gap];
    return texts.flatMap((text) => words.map((word) => text + word + literal.text));
  }, [node.head.text]);
}

/** Not only what others wrote. */
const readable = (text: string): boolean => /\p{L}{2}/u.test(text.replaceAll(gap, ''));
