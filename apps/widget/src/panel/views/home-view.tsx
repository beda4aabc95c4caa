import { Fragment, h } from 'preact';
import { promise } from '../words';
import { Close, type ViewProps } from './view';
import { Avatar, Icon } from './icon';

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
        <button type="button" class="kw-go" data-first onClick={() => chat.go(conversation?.state === 'open' || (talking && conversation === null) || !asks ? 'chat' : 'form')}>
          <Icon name="message" /><b>{w.write}</b><Icon name="right" />
        </button>
        {talking && (
          <button type="button" class="kw-card" onClick={() => chat.go('chat')}>
            {state.unread > 0 && <span class="tag">{w.newMessages(state.unread)}</span>}<b>{w.goOn}</b>
            {last && <span class="kw-m">{last.from === 'visitor' ? w.you : last.author?.name ?? config.workspaceName}: {last.deleted ? w.deleted : last.text || last.attachments[0]?.name}</span>}
          </button>
        )}
        {config.links.length > 0 && <><h2>{w.help}</h2><ul class="kw-l">{config.links.map((link) => (
          <li key={link.url}><a href={link.url} target="_blank" rel="noopener noreferrer"><Icon name="book" /><span>{link.title}</span><span class="vh">({w.opensNew})</span></a></li>
        ))}</ul></>}
        {config.ways.length > 0 && <><h2>{w.others}</h2><ul class="kw-w">{config.ways.map((way) => (
          <li key={way.url}><a href={way.url} target="_blank" rel="noopener noreferrer"><span class="ch" data-ch={way.kind}><Icon name={way.kind === 'email' ? 'mail' : way.kind} /></span><b>{way.title}</b><span>{way.detail}</span></a></li>
        ))}</ul></>}
      </div>
    </>
  );
}
