import { useShortcut } from '../keys';

/** J and K go from row to row of a list that is a page; Enter opens the row, because each is a link. `links`: where they stand within the page. */
export function useRowKeys(links: string): void {
  const step = (by: 1 | -1) => {
    const all = [...document.querySelectorAll<HTMLElement>(`#content ${links}`)];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? all[0] : all[at + by];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    return next !== undefined;
  };
  useShortcut('next', () => step(1));
  useShortcut('previous', () => step(-1));
}
