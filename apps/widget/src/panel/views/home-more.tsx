import { Fragment, h } from 'preact';
import type { ViewProps } from './view';
import { HomeHelp } from './home-help';
import { Icon } from './icon';
import { moreIcons } from './more-icons';

/** Below the first button: pages that answer by themselves, and other ways to the house. */
export function HomeMore({ chat }: ViewProps) {
  const { config, w } = chat.state;
  if (!config) return null;
  return (
    <>
      {config.help && <HomeHelp chat={chat} />}
      {config.links.length > 0 && <>{!config.help && <h2>{w.help}</h2>}<ul class="kw-l">{config.links.map((link) => (
        <li key={link.url}><a href={link.url} target="_blank" rel="noopener noreferrer"><Icon path={moreIcons.book} /><span>{link.title}</span><span class="vh">({w.opensNew})</span></a></li>
      ))}</ul></>}
      {config.ways.length > 0 && <><h2>{w.others}</h2><ul class="kw-w">{config.ways.map((way) => (
        <li key={way.url}><a href={way.url} target="_blank" rel="noopener noreferrer"><span class="ch" data-ch={way.kind}><Icon path={moreIcons[way.kind === 'email' ? 'mail' : way.kind]} /></span><b>{way.title}</b><span>{way.detail}</span></a></li>
      ))}</ul></>}
    </>
  );
}
