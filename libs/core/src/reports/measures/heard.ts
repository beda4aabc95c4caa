import type { ReportGroup } from '@kontuar/contract';
import { ANSWER, NOT_JUNK } from '../../monitoring/mention-facts';
import { timeGroups, type Heard, type Measure } from '../measure';

/**
 * What was said, once: of each text the one that is shown in the stream, whatever was passed on or written again. Junk is left out as there. What its author took back counts no
 * more, unless somebody else's copy of it still stands.
 */
const columns = `m.workspace_id, m.id AS mention_id, m.monitor_id, w.name AS monitor_name, w.kind <> 'competitor' AS ours, m.published_at AS at, p.story_id, p.platform, p.language, p.reach, p.mood->>'label' AS mood,
    CASE WHEN p.author = '' THEN p.author_name ELSE p.author END AS author, p.platform || ' ' || CASE WHEN p.author_key = '' THEN lower(p.author_name) ELSE p.author_key END AS author_at, p.channel_id, p.topics, p.topic_words, p.names,
    c.id AS conversation_id, NULL::uuid AS team_id, m.assignee_id AS member_id, NULL::text AS matter, '{}'::uuid[] AS label_ids, NULL::uuid AS contact_id,
    (m.judgement = 'relevant' OR m.assignee_id IS NOT NULL OR c.id IS NOT NULL) IS TRUE AS asks`;
const said = `mentions m JOIN posts p ON p.id = m.post_id JOIN monitors w ON w.id = m.monitor_id LEFT JOIN conversations c ON c.id = coalesce(m.conversation_id, p.conversation_id)`;
const counts = `m.copy_of IS NULL AND ${NOT_JUNK} AND (p.deleted_at IS NULL OR EXISTS (SELECT 1 FROM mentions k JOIN posts q ON q.id = k.post_id WHERE k.copy_of = m.id AND q.deleted_at IS NULL))`;
const from = `(SELECT ${columns} FROM ${said} WHERE ${counts})`;
const withAnswers = `(SELECT ${columns}, a.at AS answered_at, extract(epoch FROM a.at - m.published_at) * 1000 AS ms FROM ${said} LEFT JOIN LATERAL (${ANSWER}) a ON true WHERE ${counts})`;

const groups: readonly ReportGroup[] = ['none', ...timeGroups, 'monitor', 'platform', 'author', 'mood', 'language', 'topic', 'named'];
const timed: readonly ReportGroup[] = ['none', ...timeGroups, 'platform', 'language'];
const once = (by: ReportGroup): string => (by === 'monitor' ? 'f.story_id, f.monitor_id' : 'f.story_id');
const ours: Heard = { once, usually: 'f.ours' };
/** Who is compared with whom is said on both sides. */
const both: Heard = { once: (by) => `${once(by)}, f.ours` };

const of = (mood: string): string => `count(*) FILTER (WHERE f.ours AND f.mood = '${mood}')`;
const [displeased, neither, pleased, unsure] = [of('negative'), of('neutral'), of('positive'), `count(*) FILTER (WHERE f.ours AND coalesce(f.mood, 'unsure') = 'unsure')`];

export const mentions: Measure = {
  key: 'mentions', unit: 'count', better: null, name: { en: 'Mentions', pl: 'Wzmianki' },
  counted: {
    en: 'What monitors found, at the time at which it was said. Copies, reposts and what several monitors found count once; junk and what its author took back do not. Competitors are left out unless their monitor is named.',
    pl: 'To, co znalazły monitory, w chwili, w której to powiedziano. Kopie, podania dalej i to, co znalazło kilka monitorów, liczą się raz; śmieci i wpisy usunięte przez autora – wcale. Bez konkurentów, chyba że wskazano ich monitor.',
  },
  groups, from, heard: ours, figure: () => ({ cases: 'count(*)', value: 'count(*)' }),
};

const sure = `count(*) FILTER (WHERE f.mood IN ('negative', 'neutral', 'positive'))`;
const by = (mood: string): string => `count(*) FILTER (WHERE f.mood = '${mood}')`;
export const mood: Measure = {
  key: 'mention-mood', unit: 'share', better: 'more', name: { en: 'Mood', pl: 'Nastrój' },
  counted: {
    en: '(pleased − displeased) ÷ (pleased + neither + displeased): from −100 % to 100 %. Where the reading was unsure it counts for nothing, and is told beside it. What people corrected counts as they said.',
    pl: '(zadowolone − niezadowolone) ÷ (zadowolone + obojętne + niezadowolone): od −100 % do 100 %. Niepewne odczyty nie wchodzą do rachunku i są podane obok. Poprawione przez ludzi liczą się tak, jak je poprawiono.',
  },
  groups, from, heard: ours, behind: `f.mood IN ('negative', 'neutral', 'positive')`,
  figure: () => ({ cases: sure, whole: 'count(*)', value: `(${by('positive')} - ${by('negative')})::float8 / nullif(${sure}, 0)`, parts: [by('negative'), by('neutral'), by('positive'), `count(*) - ${sure}`] }),
};

export const reach: Measure = {
  key: 'mention-reach', unit: 'count', better: null, name: { en: 'Reach', pl: 'Zasięg' },
  counted: {
    en: 'Followers or readers that sources tell of, added up over mentions that count; copies add nothing. Who saw two is counted twice. Mentions whose source tells nothing add nothing and are told beside it.',
    pl: 'Obserwujący lub czytelnicy podani przez źródła, zsumowani po liczonych wzmiankach; kopie nic nie dodają. Kto widział dwie, liczy się dwa razy. Wzmianki bez podanego zasięgu nic nie dodają i są podane obok.',
  },
  groups, from, heard: ours, behind: 'f.reach IS NOT NULL', figure: () => ({ cases: 'count(f.reach)', whole: 'count(*)', value: 'coalesce(sum(f.reach), 0)::float8' }), worst: () => 'f.reach',
};

const [mine, theirs] = ['count(*) FILTER (WHERE f.ours)', 'count(*) FILTER (WHERE NOT f.ours)'];
export const voice: Measure = {
  key: 'share-of-voice', unit: 'share', better: 'more', name: { en: 'Share of voice', pl: 'Udział w głosie' },
  counted: {
    en: 'Our mentions ÷ (our mentions + those of competitors), counted as mentions are. What names both counts on both sides. Not known while no competitor was mentioned.',
    pl: 'Nasze wzmianki ÷ (nasze + wzmianki konkurentów), liczone tak jak wzmianki. Wpis o obu stronach liczy się po obu. Nieznany, dopóki nie wspomniano żadnego konkurenta.',
  },
  groups: timed, from, heard: both, figure: () => ({ cases: mine, whole: 'count(*)', value: `CASE WHEN ${theirs} > 0 THEN ${mine}::float8 / count(*) END` }),
};

const asking = 'count(*) FILTER (WHERE f.asks AND f.ours)';
const withAnswer = 'count(*) FILTER (WHERE f.asks AND f.ours AND f.answered_at IS NOT NULL)';
export const answered: Measure = {
  key: 'mention-answered', unit: 'share', better: 'more', name: { en: 'Answered', pl: 'Z odpowiedzią' },
  counted: {
    en: 'Mentions that we answered ÷ mentions that ask for an answer: those judged relevant, taken up by somebody, or written on an account of ours. An answer is a message of a person that the platform took, after the mention.',
    pl: 'Wzmianki, na które odpowiedzieliśmy ÷ wzmianki, które wymagają odpowiedzi: ocenione jako trafne, podjęte albo napisane na naszym koncie. Odpowiedź to wiadomość człowieka przyjęta przez platformę, po wzmiance.',
  },
  groups, from: withAnswers, heard: ours, behind: 'f.asks', figure: () => ({ cases: withAnswer, whole: asking, value: `${withAnswer}::float8 / nullif(${asking}, 0)` }),
};

export const replyTime: Measure = {
  key: 'mention-reply', unit: 'duration', better: 'less', name: { en: 'Time to an answer', pl: 'Czas do odpowiedzi' },
  counted: {
    en: 'From when a mention was said to the first answer of a person; the median, and what nine in ten stay within. Mentions without an answer are not in it.',
    pl: 'Od chwili wzmianki do pierwszej odpowiedzi człowieka; mediana i czas, w którym mieści się dziewięć na dziesięć. Wzmianki bez odpowiedzi nie wchodzą do rachunku.',
  },
  groups, from: withAnswers, heard: ours, behind: 'f.ms IS NOT NULL', worst: () => 'f.ms',
  figure: () => ({ cases: 'count(f.ms)', value: 'percentile_cont(0.5) WITHIN GROUP (ORDER BY f.ms)', p90: 'percentile_cont(0.9) WITHIN GROUP (ORDER BY f.ms)' }),
};

const known = `(${displeased} + ${neither} + ${pleased})`;
const tone = `(1 + (${pleased} - ${displeased})::float8 / nullif(${known}, 0)) / 2`;
const answers = `${withAnswer}::float8 / nullif(${asking}, 0)`;
const share = `CASE WHEN ${theirs} > 0 THEN ${mine}::float8 / count(*) END`;
const weighed = [[0.5, tone], [0.3, answers], [0.2, share]] as const;
export const health: Measure = {
  key: 'brand-health', unit: 'index', better: 'more', name: { en: 'Health of the brand', pl: 'Kondycja marki' },
  counted: {
    en: '100 × (0.5 × mood + 0.3 × answered + 0.2 × share of voice); mood brought from −1…1 to 0…1. Of a part that is not known the weight is divided among the others.',
    pl: '100 × (0,5 × nastrój + 0,3 × z odpowiedzią + 0,2 × udział w głosie); nastrój przeliczony z −1…1 na 0…1. Wagę części nieznanej rozdziela się między pozostałe.',
  },
  groups: timed, from: withAnswers, heard: both,
  figure: () => ({
    cases: mine,
    value: `100 * (${weighed.map(([weight, part]) => `${weight} * coalesce(${part}, 0)`).join(' + ')}) / nullif(${weighed.map(([weight, part]) => `CASE WHEN (${part}) IS NULL THEN 0 ELSE ${weight} END`).join(' + ')}, 0)`,
    parts: [displeased, neither, pleased, unsure, withAnswer, asking, mine, theirs],
  }),
};
