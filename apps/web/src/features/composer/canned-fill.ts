/** What a canned answer may say about the conversation; a missing value is left for the agent to fill in. */
export interface CannedFacts {
  contact: { name: string | null; company: string | null; email: string | null };
  agent: { name: string };
  workspace: { name: string };
  conversation: { number: number; subject: string | null };
  today: string;
  /** What stands in fields of the workspace's own, in words, by key. */
  fields?: { conversation: Readonly<Record<string, string>>; contact: Readonly<Record<string, string>> };
}

export interface FilledPart { text: string; variable: string | null; missing: boolean }

/** Parts for the preview: filled places are marked there, so that the agent checks them before sending. */
export function fillParts(template: string, facts: CannedFacts): FilledPart[] {
  const parts: FilledPart[] = [];
  let last = 0;
  for (const match of template.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)) {
    if (match.index > last) parts.push({ text: template.slice(last, match.index), variable: null, missing: false });
    const variable = match[1] ?? '';
    const value = valueOf(variable, facts);
    parts.push({ text: value ?? match[0], variable, missing: value === null });
    last = match.index + match[0].length;
  }
  if (last < template.length) parts.push({ text: template.slice(last), variable: null, missing: false });
  return parts;
}

/** The text as it goes into the composer, with the place of the first gap to fill in, if any. */
export function fill(template: string, facts: CannedFacts): { text: string; gap: { start: number; end: number } | null } {
  let text = '';
  let gap: { start: number; end: number } | null = null;
  for (const part of fillParts(template, facts)) {
    if (part.missing && !gap) gap = { start: text.length, end: text.length + part.text.length };
    text += part.text;
  }
  return { text, gap };
}

function valueOf(variable: string, facts: CannedFacts): string | null {
  const { contact, agent, workspace, conversation } = facts;
  switch (variable) {
    case 'contact.name': return contact.name;
    case 'contact.firstName': case 'contact.first_name': return firstWord(contact.name);
    case 'contact.company': return contact.company;
    case 'contact.email': return contact.email;
    case 'agent.name': return agent.name;
    case 'agent.firstName': case 'agent.first_name': return firstWord(agent.name);
    case 'workspace.name': return workspace.name;
    case 'conversation.number': return String(conversation.number);
    case 'conversation.subject': return conversation.subject;
    case 'date': case 'today': return facts.today;
    default: return fieldOf(variable, facts);
  }
}

/** `field.key` of the conversation, `contact.field.key` of the customer. */
function fieldOf(variable: string, { fields }: CannedFacts): string | null {
  const [, ofContact, key = ''] = /^(contact\.)?field\.(\w+)$/.exec(variable) ?? [];
  const all = ofContact === undefined ? fields?.conversation : fields?.contact;
  return all !== undefined && Object.hasOwn(all, key) ? (all[key] ?? null) : null;
}

function firstWord(name: string | null): string | null {
  return name?.trim().split(/\s+/)[0] ?? null;
}
