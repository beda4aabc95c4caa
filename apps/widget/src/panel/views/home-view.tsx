import { Fragment, h } from 'preact';
import { promise } from '../words';
import { Close, type ViewProps } from './view';
import { Avatar, Icon } from './icon';
import { HomeMore, openForm } from './lazy';

export function HomeView({ chat }: ViewProps) {
  const { state } = chat;
  const { config, conversation, messages, locale } = state;
  const { w } = state;
  if (!config) return null;
  const asks = config.preChat.matter || config.preChat.name !== 'off' || config.preChat.email !== 'off';
  const last = messages.at(-1);
  const talking = conversation !== null || state.pending.length > 0;
  return (
    <>
      <header class="kw-top">
        <div class="kw-tr"><span class="stack">{config.agents.slice(0, 4).map((person) => <Avatar key={person.name} person={person} />)}</span><span class="grow" /><Close chat={chat} /></div>
        <h1>{config.greetings[locale] ?? w.hello}</h1>
        <p>{promise(config, locale, w)}{!config.open && ` ${config.email ? w.closedHintEmail : w.closedHint}`}</p>
      </header>
      <div class="kw-s">
        <button type="button" class="kw-go" data-first onClick={() => { if (conversation?.state === 'open' || (talking && conversation === null) || !asks) chat.go('chat'); else openForm(chat); }}>
          <Icon name="message" /><b>{w.write}</b><Icon name="right" />
        </button>
        {talking && (
          <button type="button" class="kw-card" onClick={() => chat.go('chat')}>
            {state.unread > 0 && <span class="tag">{w.newMessages(state.unread)}</span>}<b>{w.goOn}</b>
            {last && <span class="kw-m">{last.from === 'visitor' ? w.you : last.author?.name ?? config.workspaceName}: {last.deleted ? w.deleted : last.text || last.attachments[0]?.name}</span>}
          </button>
        )}
        {(config.help || config.links.length + config.ways.length > 0) && <HomeMore chat={chat} />}
      </div>
    </>
  );
}
