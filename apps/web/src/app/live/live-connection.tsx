import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ChannelSummary, FeedEvent } from '@kontuar/contract';
import { currentLocale, formatTime, translate } from '../../i18n';
import { Announcements } from '../../realtime/announcements';
import { setLine, useLive } from '../../realtime/live';
import { LiveLine } from '../../realtime/socket';
import { announce } from '../../ui';
import { showToast } from '../../ui/toast-store';
import { openWaitingActs } from '../acts/use-waiting-acts';
import { target } from '../acts/target';
import { useMe } from '../me';
import { lookForNewVersion } from '../offline/installed';
import { keepForLater, keptUntil } from '../offline/keeper';
import { sendWhatWaits, useOutbox } from '../outbox/use-outbox';
import { queryKeys } from '../query-keys';
import { liveStrings } from './live.strings';

/** Holds the line for as long as somebody is signed in, and says aloud what came over it. */
export function LiveConnection() {
  const client = useQueryClient();
  const memberId = useMe().member.id;
  useEffect(() => {
    const spoken = new Spoken(client);
    const line = new LiveLine(client, memberId, {
      shownFrom: keptUntil(),
      arrived: (event) => spoken.arrived(event),
      caughtUp: ({ messages, refreshed, wasLost }) => {
        if (messages > 0) showToast({ text: translate(liveStrings, 'caughtUp', { count: messages }) });
        if (wasLost) lookForNewVersion();
        if (messages === 0 && (refreshed || wasLost)) showToast({ text: translate(liveStrings, 'caughtUpAll') });
      },
    });
    setLine(line);
    void line.start();
    return () => {
      line.stop();
      spoken.stop();
      setLine(null);
    };
  }, [client, memberId]);
  // Opened here, so that what waits leaves on every screen.
  useOutbox();
  useEffect(() => { openWaitingActs(memberId); }, [memberId]);
  useEffect(() => keepForLater(client, memberId), [client, memberId]);
  return <LostLine />;
}

/** Assertive once when the line has been away for eight seconds, polite when it is back. */
function LostLine() {
  const { state, certainAt } = useLive();
  useEffect(() => { if (state === 'live') void sendWhatWaits(); }, [state]);
  const wasOffline = useRef(false);
  useEffect(() => {
    if (state === 'offline' && !wasOffline.current) {
      wasOffline.current = true;
      if (certainAt !== null) announce(translate(liveStrings, 'lost', { time: formatTime(currentLocale(), new Date(certainAt)) }), 'assertive');
    } else if (state === 'live' && wasOffline.current) {
      wasOffline.current = false;
      announce(translate(liveStrings, 'back'));
    }
  }, [state, certainAt]);
  return null;
}

/** Screen readers: the open conversation at most every three seconds, others as a count every half minute. */
class Spoken {
  private readonly waiting = new Announcements();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private openId: string | null = target.get().open;
  private readonly off = target.subscribe(() => {
    if (target.get().open === this.openId) return;
    this.openId = target.get().open;
    this.waiting.opened();
  });

  constructor(private readonly client: QueryClient) {}

  arrived(event: FeedEvent): void {
    if (event.type !== 'message.created' || event.message.direction !== 'in' || event.message.kind !== 'message') return;
    const channels = this.client.getQueryData<ChannelSummary[]>(queryKeys.channels);
    const { id, contact, channelId } = event.conversation;
    this.waiting.arrived({ conversationId: id, name: contact.name, channel: channels?.find((channel) => channel.id === channelId)?.name ?? '' }, this.openId);
    this.speak();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.off();
  }

  private speak(): void {
    clearTimeout(this.timer);
    const said = this.waiting.take(Date.now());
    if (said) {
      const { here, elsewhere } = said;
      announce([
        ...(here === null ? [] : [translate(liveStrings, 'here', { name: here.name, channel: here.channel, count: here.count })]),
        ...(elsewhere === 0 ? [] : [translate(liveStrings, 'elsewhere', { count: elsewhere })]),
      ].join('. '));
    }
    const wait = this.waiting.waitMs(Date.now());
    if (wait !== null) this.timer = setTimeout(() => this.speak(), Math.max(50, wait));
  }
}
