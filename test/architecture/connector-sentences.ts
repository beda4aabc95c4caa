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

/** Said to customers, to platforms or to programs, each by what shows it; all else that reads as a sentence is for a person at a screen. */
const forOthers: readonly { file: RegExp; text?: RegExp }[] = [
  // In the language of the customer, or as the customer's app has it.
  { file: /email\/smtp\/smtp\.quote\.ts$/ }, { file: /chat\/chat\.parse\.ts$/, text: /^(Gość|Visitor) / }, { file: /chat\/chat\.settings\.ts$/, text: /^(Hello|Dzień dobry)/ }, { file: /xmpp\/xmpp\.send\.ts$/, text: /^A message was taken back/ },
  { file: /email\/email\.parse\.ts$/, text: /^Unknown sender$/ }, { file: /core\/src\/widget\/email-words\.ts$/ }, { file: /core\/src\/surveys\/(survey-words|plan-surveys)\.ts$/ }, { file: /api\/src\/surveys\/rate-page\.ts$/ }, { file: /api\/src\/channels\/consents\.controller\.ts$/ },
  // Presets that carry their own Polish.
  { file: /core\/src\/follow-ups\/steps\.ts$/ }, { file: /core\/src\/quality\/default-scorecard\.ts$/ },
  // In the language of the member, because they leave the house.
  { file: /core\/src\/(cases\/(register-file|letter-words|case\.view)|leads\/(lead-words|lead-orders|stages|lead\.view)|outreach\/(words|results)|legal-clock\/policies|privacy\/(hold-rules|erase\/refusal-words|export\/export-words))\.ts$/ },
  { file: /core\/src\/(notices\/notice-words|notice-mails\/notice-letter)\.ts$/ }, { file: /api\/src\/help\/help-(views|words)\.ts$/ }, { file: /api\/src\/(notices|outreach)\/unsubscribe\.controller\.ts$/ }, { file: /api\/src\/reports\/report-leave\.controller\.ts$/ }, { file: /core\/src\/push\/push-devices\.service\.ts$/, text: /^Mac OS$/ },
  // To the platform: headers, keys of a protocol, forms of its own.
  { file: /discord\/discord\.client\.ts$/, text: /^(DiscordBot|Bot) / }, { file: /xmpp\/xmpp\.sasl\.ts$/, text: / Key$/ }, { file: /./, text: /^(Basic|Bearer) |; (charset|filename|frame-ancestors)/ },
  // Into the log, and never out of it.
  { file: /src\/transport\.ts$/, text: /^HTTP |in the connector$/ }, { file: /email\/imap\/imap\.(client|stream)\.ts$/, text: /^(IMAP error|Unexpected close)$/ }, { file: /email\/smtp\/smtp\.(errors|session)\.ts$/, text: /^(SMTP error|Connection closed)$/ },
  // To whoever runs the server or writes programs for it.
  { file: /api\/src\/(main|openapi\/.*|http\/direct)\.ts$/ }, { file: /api\/src\/http\/problem\.filter\.ts$/, text: /^[A-Z][a-z]+( [a-z]+)*$/ },
];

/**
 * What a person may read on a screen: labels and details of a check, titles of settings, why something was refused or could not be sent,
 * why a delivery was left alone. Read from the source, since no platform could be made to give every answer.
 */
export const sentencesOf = (folder: string): Sentence[] => sentencesIn([`${home}/${folder}`]);

/** Of files that were read: several tests look at all of them. */
const known = new Map<string, Sentence[]>();

export function sentencesIn(places: string[], chosen: (file: string) => boolean = () => true): Sentence[] {
  const files = filesIn(places, (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !isTest(file) && chosen(file));
  return files.flatMap((file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const found = new Set<string>();
    const visit = (node: ts.Node): void => {
      for (const text of shownAt(node)) if (!forOthers.some((each) => each.file.test(file) && (each.text?.test(text) ?? true))) found.add(text);
      if (!isForProgrammers(node)) ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
    const sentences = [...found].map((text) => ({ file, text }));
    known.set(file, sentences);
    return sentences;
  });
}

/** A fault of the code itself, and what goes into the log. */
const isForProgrammers = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) && /^(Type|Range)?Error$/.test(node.expression.getText())) || (ts.isCallExpression(node) && /(^|\.)log\.(trace|debug|info|warn|error)$/.test(node.expression.getText()));

function shownAt(node: ts.Node): string[] {
  if (isLiteral(node)) return textsOf(node).map((text) => text.trim()).filter(isSentence);
  if (ts.isPropertyAssignment(node)) {
    const name = node.name.getText();
    return name === 'label' || name === 'detail' || name === 'ignored' || (name === 'reason' && isIgnored(node.parent)) ? literalsOf(node.initializer) : [];
  }
  // A function may hand the reason of an ignored delivery back.
  if (ts.isReturnStatement(node) && node.expression !== undefined && !ts.isTemplateExpression(node.expression)) return literalsOf(node.expression).filter((text) => /^(an?|for|no|not|nothing|our|something|the|written) \S+ /.test(text));
  // What is missing is said in one way everywhere; why a delivery is left alone, in few words.
  if (!ts.isCallExpression(node)) return [];
  const called = node.expression.getText();
  if (called === 'notFound') return node.arguments.flatMap(literalsOf).map((what) => `There is no such ${what}.`);
  return called === 'ignored' ? node.arguments.flatMap(literalsOf) : [];
}

const isIgnored = (object: ts.Node): boolean => ts.isObjectLiteralExpression(object) && object.properties.some((each) => /^kind: 'ignored'/.test(each.getText()));

const isLiteral = (node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression => (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && !isPattern(node);
/** What is compared or looked for is no words of ours. */
const isPattern = (node: ts.Node): boolean => ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent) || (ts.isBinaryExpression(node.parent) && /^[!=]==?$/.test(node.parent.operatorToken.getText())) || (ts.isPropertyAssignment(node.parent) && node.parent.name === node);

/** Two words at least, begun as a sentence is, in letters that people read: no SQL, no constants. */
const isSentence = (text: string): boolean =>
  /^["“]?(\p{Lu}|\{\})/u.test(text) && /\s/.test(text) && /\p{Ll}{2}/u.test(text) && /\p{L}{2}/u.test(text.replaceAll(gap, '')) && !/^(SELECT|FROM|INSERT|UPDATE|DELETE|WITH|JOIN|LEFT|UNION|ON|SET|WHERE|HAVING|ORDER|AND|CASE|EXISTS|NOT EXISTS|SAVEPOINT|ROLLBACK) |^ARRAY\[|::[a-z]/.test(text);

/** All that an expression can come to: both sides of a choice, but not what is compared in it or what is put into a gap. */
function literalsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return textsOf(node).filter(readable);
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? literalsOf(node.right) : [];
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
