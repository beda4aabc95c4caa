import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** What is wrong with a field, as a person says it below the field; schemas that say it themselves go first. Every sentence has Polish in the screens. */
export function fieldWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined || issue.input === null || issue.input === '' ? missing : strange;
    case 'too_small': return least(issue);
    case 'too_big': return most(issue);
    case 'invalid_format': return formats[issue.format] ?? affix(issue) ?? strange;
    case 'invalid_value': return issue.input === undefined || issue.input === '' ? missing : 'Choose one of those offered';
    case 'unrecognized_keys': return `Not known here: ${issue.keys.join(', ')}`;
    default: return strange;
  }
}

const missing = 'Fill this in';
const strange = 'This does not look right';
const formats: Readonly<Record<string, string>> = { email: 'This is no email address', url: 'This is no web address', datetime: 'This is no date or time', date: 'This is no date or time', time: 'This is no date or time' };

function affix(issue: Extract<Issue, { code: 'invalid_format' }>): string | undefined {
  if (issue.format === 'starts_with') return `It has to begin with ${String(issue['prefix'])}`;
  return issue.format === 'ends_with' ? `It has to end with ${String(issue['suffix'])}` : undefined;
}

function least({ origin, minimum, inclusive = true }: Extract<Issue, { code: 'too_small' }>): string {
  if (origin === 'string') return minimum === 1 ? missing : `At least ${String(minimum)} characters`;
  if (origin !== 'number' && origin !== 'int' && origin !== 'bigint') return Number(minimum) <= 1 ? missing : `The least is ${String(minimum)}`;
  return inclusive ? `The least is ${String(minimum)}` : `It has to be more than ${String(minimum)}`;
}

function most({ origin, maximum, inclusive = true }: Extract<Issue, { code: 'too_big' }>): string {
  if (origin === 'string') return `At most ${String(maximum)} characters`;
  return inclusive ? `The most is ${String(maximum)}` : `It has to be less than ${String(maximum)}`;
}

/** For every schema of this process: the words of the library are made for programmers. */
export const speakPlainly = (): void => { z.config({ localeError: fieldWords }); };
