import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleUserRound, MapPin, Radar } from 'lucide';
import type { BrandMention } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { listeningStrings } from './listening.strings';
import { deskQuery } from './queries';
import { saidOnce } from './said-once';

const DAYS = 30;
const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const marks = { person: CircleUserRound, place: MapPin, name: undefined };

/** What it is about, whom and what it names, and which other monitors found it: each leads to the rest of that. */
export function About({ of: { post, alsoIn }, called }: { of: BrandMention; /** Topics as all of the stream calls them. */ called: ReadonlyMap<string, string> }) {
  const t = useStrings(listeningStrings);
  const monitors = useQuery(deskQuery).data?.monitors ?? [];
  const others = monitors.filter(({ id }) => alsoIn.includes(id));
  const { names, topics } = saidOnce({ names: post.names, topics: post.topics.map(({ key, name }) => ({ key, name: called.get(key) ?? name })) }, others.map(({ name }) => name));
  if (topics.length + names.length + others.length === 0) return null;
  const behind = (cut: 'topic' | 'named', key: string) => ({ figure: 'mentions', cut, key, from: dayAgo(DAYS - 1), to: dayAgo(0) });
  return (
    <ul className="hear-ab" aria-label={t('about')}>
      {others.map(({ id, name }) => <li key={id}><Link to="/listening" search={{ monitor: id }} preload={false} title={t('alsoIn', { name })}><Icon of={Radar} size={12} /> {name}</Link></li>)}
      {names.map(({ kind, name }) => { const mark = marks[kind]; return <li key={`${kind} ${name}`}><Link to="/listening" search={behind('named', `${kind}:${name}`)} preload={false} title={t('topicOf', { name })}>{mark !== undefined && <Icon of={mark} size={12} />} {name}</Link></li>; })}
      {topics.map(({ key, name }) => <li key={key}><Link to="/listening" search={behind('topic', key)} preload={false} title={t('topicOf', { name })}>{name}</Link></li>)}
    </ul>
  );
}
