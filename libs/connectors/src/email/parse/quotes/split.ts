import { armour } from './armour';
import { attributionEndingAt } from './attribution';
import { footerStart } from './footer';
import { headerBlockAt } from './header-block';
import { hasWords, isBlank, type BodyLine, type LineFate, type SplitContext } from './lines';
import { separatorAt } from './separators';
import { isMobileSignature, signatureStart } from './signature';

/**
 * Which lines did the person write now, and which are earlier mails or a signature? Nothing is dropped: each line gets a fate.
 *
 * 1. The first place from which on everything is the earlier mail (a client's container, "-----Original Message-----", a header block, a full attribution).
 * 2. Before it, runs of quoted lines with their attributions. Answers written between quotes keep the whole conversation in place.
 * 3. The signature of what is left.
 * A mail that is only a forwarded mail is shown whole: there is nothing else that the sender could have meant.
 */
export function splitQuotes(given: readonly (BodyLine & { raw?: string })[], context: SplitContext): LineFate[] {
  const armoured = armour(given);
  const lines = armoured === undefined ? given : given.map((line, index) => (armoured.has(index) ? { ...line, text: '', depth: 0 } : line));
  const fates = fatesOf(lines, context);
  for (const index of armoured ?? []) fates[index] = 'quoted';
  return fates;
}

function fatesOf(lines: readonly (BodyLine & { raw?: string })[], context: SplitContext): LineFate[] {
  const fates: LineFate[] = lines.map(() => 'new');
  const cut = findCut(lines, context);
  let end = cut?.start ?? lines.length;
  const blocks = quoteBlocks(lines, end);
  const lastBlock = blocks[blocks.length - 1];
  if (lastBlock !== undefined) end = footerStart(lines, lastBlock.end, end);
  fates.fill('quoted', end);
  const lastNew = foldBlocks({ lines, fates, blocks, end, context });
  // The signature may stand above the quote: it is looked for among what is left.
  const left = Array.from({ length: end - lastNew }, (_, offset) => lastNew + offset).filter((index) => fates[index] === 'new');
  const signatureAt = signatureStart(left.map((index) => lines[index] as BodyLine), 0, left.length);
  for (const index of left.slice(signatureAt)) fates[index] = 'quoted';

  const saysSomething = lines.some((line, index) => fates[index] === 'new' && hasWords(line.text));
  if (saysSomething) return fates;
  const forwarded = context.isForward || cut?.forward === true;
  // Nothing new: a forward, or a mail that only looks like a quote. An answer that is empty stays empty, its quote folded; so does a picture from a phone.
  if (forwarded || !(context.isReply || lines.every((line) => isBlank(line) || isMobileSignature(line.text)))) {
    return lines.map(() => 'new');
  }
  return fates;
}

interface Cut { start: number; forward: boolean }

function findCut(lines: readonly BodyLine[], context: SplitContext): Cut | undefined {
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line !== undefined && isGroupWise(line)) return { start: index, forward: context.isForward };
    if (line === undefined || line.depth > 0 || isBlank(line)) {
      if (line?.mark === 'cut' && isBlank(line) && line.depth === 0) return { start: withRuleBefore(lines, index), forward: context.isForward };
      continue;
    }
    if (line.mark === 'cut' || line.mark === 'forward') return { start: withIntroduction(lines, index), forward: line.mark === 'forward' || context.isForward };
    const separator = separatorAt(line);
    if (separator === 'reply' || separator === 'forward') {
      if (introducesQuote(lines, index, context)) continue;
      return { start: index, forward: separator === 'forward' || context.isForward };
    }
    if (separator === 'rule') {
      const next = nextWithWords(lines, index + 1);
      if (introducesQuote(lines, index, context)) continue;
      if (next !== undefined && next - index <= 4 && (headerBlockAt(lines, next, true) !== undefined || isStrongAttribution(lines, next))) return { start: index, forward: context.isForward };
      continue;
    }
    const block = headerBlockAt(lines, index, false);
    if (block !== undefined && !introducesQuote(lines, index, context)) return { start: withRuleBefore(lines, index), forward: context.isForward };
    if (block !== undefined) {
      index = block.end;
      continue;
    }
    const attribution = attributionEndingAt(lines, index, 0);
    // Without a quote below, prose can look like it ("On 12 March 2024 at 10:30 your colleague wrote:"): then an answer or an address is needed.
    const believed = attribution !== undefined && attribution.strength === 'strong' && (context.isReply || attribution.hasAddress);
    if (believed && !quoteFollows(lines, index)) return { start: attribution.start, forward: context.isForward };
    // Pine and its kin mark quoted lines by whatever sign their user likes.
    if (attribution !== undefined && context.isReply && /^\|(?: |$)/.test(lines[nextWithWords(lines, index + 1) ?? index]?.text ?? '')) return { start: attribution.start, forward: context.isForward };
  }
  return undefined;
}

function isStrongAttribution(lines: readonly BodyLine[], start: number): boolean {
  for (let end = start; end < start + 4 && end < lines.length; end += 1) {
    const attribution = attributionEndingAt(lines, end, 0);
    if (attribution?.strength === 'strong' && attribution.start <= start) return true;
  }
  return false;
}

/** ">>> Anna Nowak <anna@…> 12.03.2024 10:11 >>>" of GroupWise: no quoted line, for nothing below is marked. */
function isGroupWise(line: BodyLine): boolean {
  return line.depth === 3 && /[^>\s].{5,300}>>>$/.test(line.text) && /@|\d[.:]\d\d/.test(line.text);
}

/**
 * Some programs write the fields of the earlier mail and then mark its lines: what stands below them unmarked is an answer, not a part of the
 * earlier mail. `index`: the separator or the first field.
 */
function introducesQuote(lines: readonly BodyLine[], index: number, context: SplitContext): boolean {
  return context.isReply && !context.isForward && quoteBelow(lines, index) !== undefined;
}

/** The first line of the quote below a separator, a header block, or both. */
function quoteBelow(lines: readonly BodyLine[], index: number): number | undefined {
  let at: number | undefined = index;
  if (separatorAt(lines[index] as BodyLine) !== undefined) at = nextWithWords(lines, index + 1);
  if (at !== undefined && at !== index && (lines[at]?.depth ?? 0) > 0) return at;
  const block = at === undefined ? undefined : headerBlockAt(lines, at, true);
  if (block !== undefined) at = nextWithWords(lines, block.end + 1);
  else if (at !== undefined && at !== index) at = behindSender(lines, at);
  return at !== undefined && (lines[at]?.depth ?? 0) > 0 ? at : undefined;
}

/** Fields without colons, or an attribution, below a separator: one short paragraph with an address in it. */
function behindSender(lines: readonly BodyLine[], start: number): number | undefined {
  let end = start;
  while (end < lines.length && end - start < 7 && !isBlank(lines[end]) && (lines[end]?.depth ?? 0) === 0) end += 1;
  return lines.slice(start, end).some(({ text }) => text.length < 300 && text.includes('@')) ? nextWithWords(lines, end) : undefined;
}

/** Where the separator or the fields begin that stand right above the quoted line `quote`. */
function introductionAbove(lines: readonly BodyLine[], { quote, last, floor }: { quote: number; last: number; floor: number }): number | undefined {
  let start: number | undefined;
  for (let probe = last; probe >= floor && last - probe < 30; probe -= 1) {
    const line = lines[probe];
    if (line === undefined || line.depth > 0) break;
    if (!isBlank(line) && (separatorAt(line) !== undefined || headerBlockAt(lines, probe, false) !== undefined) && quoteBelow(lines, probe) === quote) start = probe;
  }
  return start;
}

/** A separator or an attribution just above the client's own container belongs to it. */
function withIntroduction(lines: readonly BodyLine[], index: number): number {
  const before = previousWithWords(lines, index - 1);
  if (before !== undefined && index - before <= 3) {
    const attribution = attributionEndingAt(lines, before, 0);
    if (attribution !== undefined) return attribution.start;
  }
  return withRuleBefore(lines, index);
}

function withRuleBefore(lines: readonly BodyLine[], index: number): number {
  for (let probe = index - 1; probe >= 0 && index - probe <= 3; probe -= 1) {
    const line = lines[probe];
    if (isBlank(line)) continue;
    return line !== undefined && separatorAt(line) !== undefined ? probe : index;
  }
  return index;
}

function nextWithWords(lines: readonly BodyLine[], from: number): number | undefined {
  for (let index = from; index < lines.length && index < from + 6; index += 1) if (!isBlank(lines[index])) return index;
  return undefined;
}

function previousWithWords(lines: readonly BodyLine[], from: number): number | undefined {
  for (let index = from; index >= 0 && index > from - 6; index -= 1) if (!isBlank(lines[index])) return index;
  return undefined;
}

function quoteFollows(lines: readonly BodyLine[], index: number): boolean {
  const next = nextWithWords(lines, index + 1);
  return next !== undefined && next - index <= 3 && (lines[next]?.depth ?? 0) > (lines[index]?.depth ?? 0);
}

interface QuoteBlock {
  /** First line, the attribution included. */
  start: number;
  /** Line after the last. */
  end: number;
  attributed: boolean;
  lineCount: number;
}

function quoteBlocks(lines: readonly BodyLine[], end: number): QuoteBlock[] {
  const blocks: QuoteBlock[] = [];
  let index = 0;
  while (index < end) {
    const line = lines[index];
    if (line === undefined || line.depth === 0) {
      index += 1;
      continue;
    }
    let last = index;
    let probe = index;
    let lineCount = 0;
    for (; probe < end; probe += 1) {
      const next = lines[probe];
      if (next === undefined) break;
      if (next.depth > 0) {
        last = probe;
        if (!isBlank(next)) lineCount += 1;
      } else if (!isBlank(next) && !isWrapResidue(lines, probe, end)) break;
    }
    const introduction = previousWithWords(lines, index - 1);
    let start = index;
    let attributed = false;
    const floor = blocks[blocks.length - 1]?.end ?? 0;
    if (introduction !== undefined && introduction >= floor && index - introduction <= 3) {
      const attribution = attributionEndingAt(lines, introduction, 0);
      if (attribution !== undefined && attribution.start >= floor) {
        start = attribution.start;
        attributed = true;
      }
      const above = introductionAbove(lines, { quote: index, last: introduction, floor });
      if (above !== undefined) {
        start = Math.min(start, above);
        attributed = true;
      }
    }
    blocks.push({ start, end: last + 1, attributed, lineCount });
    index = last + 1;
  }
  return blocks;
}

/**
 * A long quoted line that a mail program wrapped leaves its last words without a mark. They are told from an answer by standing between
 * two quoted lines, beginning in lower case, and continuing an unfinished long line.
 */
function isWrapResidue(lines: readonly BodyLine[], index: number, end: number): boolean {
  const before = lines[index - 1];
  const line = lines[index];
  const after = lines[index + 1];
  if (before === undefined || line === undefined || after === undefined || index + 1 >= end) return false;
  return before.depth > 0 && after.depth > 0 && before.text.length >= 62 && line.text.length <= 30 && /^\p{Ll}/u.test(line.text)
    && !/[.?!:;]$/.test(before.text) && before.text.length + line.text.length + 1 > 72;
}

interface Folding { lines: readonly (BodyLine & { raw?: string })[]; fates: LineFate[]; blocks: QuoteBlock[]; end: number; context: SplitContext }

/** Decides for each run of quoted lines; returns the line from which on a signature may be looked for. */
function foldBlocks({ lines, fates, blocks, end, context }: Folding): number {
  const quotes = blocks.filter((block) => block.attributed || context.isReply || block.lineCount > 1 && looksQuoted(block, blocks));
  if (quotes.length === 0) return 0;
  const writes = (from: number, to: number): boolean => saysMoreThanSignature(lines, from, to);
  const answersAfter = quotes.map((block, index) => writes(block.end, quotes[index + 1]?.start ?? end));
  const answered = answersAfter.lastIndexOf(true);
  const first = quotes[0] as QuoteBlock;
  const fold = (block: QuoteBlock): void => {
    for (let index = block.start; index < block.end; index += 1) fates[index] = 'quoted';
  };
  const interleaved = answered > 0 || (answered === 0 && quotes.length > 1 && writes(0, first.start) && !first.attributed);
  if (answered < 0) {
    for (const block of quotes) fold(block);
    return 0;
  }
  if (!interleaved) {
    for (const block of quotes) fold(block);
    return (quotes[0] as QuoteBlock).end;
  }
  // Answers between the quotes make no sense without them: all stays, only what trails behind the last answer is folded.
  for (const block of quotes.slice(answered + 1)) fold(block);
  return (quotes[answered] as QuoteBlock).end;
}

/** Without "Re:" and without an attribution, a single '>' line is rather the author's own ("> 5 kg"). */
function looksQuoted(block: QuoteBlock, blocks: readonly QuoteBlock[]): boolean {
  return block.lineCount >= 3 || blocks.length > 1;
}

function saysMoreThanSignature(lines: readonly (BodyLine & { raw?: string })[], from: number, to: number): boolean {
  const until = signatureStart(lines, from, to);
  for (let index = from; index < until; index += 1) {
    const line = lines[index];
    if (line !== undefined && line.depth === 0 && line.mark !== 'signature' && hasWords(line.text) && !isListFooterMark(lines, index)) return true;
  }
  return false;
}

/** What a mailing list or a virus scanner puts under a mail comes after a ruler; it is no answer below the quote. */
function isListFooterMark(lines: readonly BodyLine[], index: number): boolean {
  for (let probe = index; probe >= 0 && index - probe < 8; probe -= 1) {
    const line = lines[probe];
    if (line === undefined || line.depth > 0) return false;
    if (probe < index && /^[_=-]{5,}$/.test(line.text)) return true;
  }
  return false;
}
