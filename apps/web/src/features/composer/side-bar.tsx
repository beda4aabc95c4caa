import { Globe, MessageCircle } from 'lucide';
import type { ConversationView, Visibility } from '@kontuar/contract';
import { useKeycaps } from '../../app/keys';
import type { Side, SideCapabilities } from '../../app/sides';
import { formatDay, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon, Kbd, SegmentedControl } from '../../ui';
import { sideStrings } from './side.strings';

export interface SideBarProps {
  conversation: ConversationView;
  side: Side;
  sides: readonly Side[];
  capabilities: SideCapabilities | undefined;
  /** Of reviews: when our answer stands there already. */
  answeredAt: string | null;
  onChoose: (side: Visibility) => void;
}

/** Says to everyone or to one, before a word is written: by word, by icon and by colour. */
export function SideBar({ conversation, side, sides, capabilities, answeredAt, onChoose }: SideBarProps) {
  const t = useStrings(sideStrings);
  const moment = useMomentWords();
  const keys = useKeycaps('switch-side');
  const { name } = conversation.contact;
  const privately = sides.find((each) => each.side === 'private');
  const label = (which: Visibility) => <><Icon of={which === 'public' ? Globe : MessageCircle} size={14} />{t(which)}</>;
  const review = conversation.post?.kind === 'listing' || conversation.post?.kind === 'app';
  const words = side.side === 'public'
    ? t(conversation.post === null ? 'publicPlain' : review ? 'publicReview' : 'publicPost')
    : side.way === 'private-reply'
      ? side.until === null ? t('privateReply', { name }) : t('privateReplyUntil', { name, time: moment(side.until) })
      : t('privateOnly', { name });
  const once = side.way === 'private-reply' && capabilities?.privateReply?.once === true ? ` ${t('once')}` : '';
  return (
    <div className="sidebar" data-side={side.side}>
      {sides.length > 1 && privately !== undefined
        ? <SegmentedControl label={t('who')} value={side.side} onValueChange={onChoose} choices={[{ value: 'public', label: label('public') }, { value: 'private', label: label('private') }]} />
        : <b className="side-1">{label(side.side)}</b>}
      {sides.length > 1 && keys.map((key) => <Kbd key={key}>{key}</Kbd>)}
      <span className="side-w">{words}.{once}{capabilities?.oneReply === true && <> {answeredAt === null ? t('oneReply') : t('replaces', { time: moment(answeredAt) })}</>}</span>
    </div>
  );
}

/** '14:45' of today, else '20 Nov, 14:45'. */
export function useMomentWords(): (instant: string) => string {
  const locale = useLocale();
  return (instant) => {
    const at = new Date(instant);
    const now = new Date();
    return at.toDateString() === now.toDateString() ? formatTime(locale, at) : `${formatDay(locale, at, now)}, ${formatTime(locale, at)}`;
  };
}
