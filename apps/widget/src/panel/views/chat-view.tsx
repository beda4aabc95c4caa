import { Fragment, h } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { clock, openUntil } from '../words';
import { Back, Close, type ViewProps } from './view';
import { Composer } from './composer';
import { Avatar } from './icon';
import { Rating, Waiting } from './lazy';
import { Log } from './log';

/** Somebody who waits is told how long, from their first word on. */
function isWaiting({ state }: ViewProps['chat']): boolean {
  const last = state.messages.filter(({ from }) => from !== 'system').at(-1);
  return state.pending.some((one) => one.state === 'accepted') || (state.conversation?.state === 'open' && last?.from === 'visitor');
}

export function ChatView({ chat }: ViewProps) {
  const { state } = chat;
  const { conversation, locale, config } = state;
  const { w } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const agent = conversation?.agent ?? null;
  const over = conversation?.state === 'resolved';
  const rating = over && (state.rateAgain !== undefined || (conversation.ratingAsked && !conversation.rated));

  // New things pull the view along only for somebody who reads at the end.
  const last = state.messages.at(-1);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && atEnd.current) box.scrollTop = box.scrollHeight;
  }, [last?.id, state.pending.length, state.typing, rating, state.offline]);
  const mine = state.pending.at(-1)?.clientId;
  useEffect(() => { const box = scroller.current; if (box && mine) box.scrollTop = box.scrollHeight; }, [mine]);

  let line = config ? [config.workspaceName, openUntil(config, locale, w)].filter(Boolean).join(', ') : '';
  if (over) line = conversation.closedAt ? w.closedAt(clock(conversation.closedAt, locale)) : w.closed;
  return (
    <>
      <header class="kw-h">
        {!rating && <Back chat={chat} />}
        {agent && <Avatar person={agent} />}
        <div><h1>{agent?.name ?? w.goOn}</h1><p>{line}</p></div>
        <span class="grow" /><Close chat={chat} />
      </header>
      {state.offline && <p class="banner" role="status">{w.offline}</p>}
      <div class="kw-s kw-chat" ref={scroller} tabIndex={0} aria-label={w.log} role="region"
        onScroll={(event) => { const box = event.currentTarget; atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40; }}>
        <Log chat={chat} />
        {isWaiting(chat) && <Waiting chat={chat} />}
        {state.typing && <p class="typing" aria-hidden="true"><span class="dots"><i /><i /><i /></span>{w.typing(state.typing)}</p>}
        {rating && <Rating chat={chat} />}
        {state.notice && <p class="note" role="status">{{ 'too-many-files': w.tooManyFiles(10), 'slow-down': w.slowDown, 'rating-thanks': w.thanks, 'email-noted': w.emailNoted }[state.notice]}</p>}
        {over && conversation.rated && !rating && w.changeRating && <p class="note"><button type="button" class="lnk" onClick={() => chat.changeRating()}>{w.changeRating}</button></p>}
      </div>
      {!rating && <Composer chat={chat} />}
    </>
  );
}
