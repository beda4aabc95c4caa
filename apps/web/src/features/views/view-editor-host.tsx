import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { View } from '@kontuar/contract';
import { onCommand, type Commands } from '../../app/commands';
import { viewsQuery, useShownView } from '../../app/views/queries';
import { treeOf, type Narrowing } from '../../app/views/tree';
import { withTexts } from '../../i18n';

// Blocks and pickers are asked for when somebody filters, not with the inbox.
const ViewDialog = lazy(() => withTexts(import('./view-dialog')).then((module) => ({ default: module.ViewDialog })));
const builtIn: readonly string[] = ['mine', 'unassigned', 'waiting', 'mentions', 'snoozed', 'all', 'resolved'] satisfies View[];

/** Opens the editor on what is shown, on a view that is named, or on a new one that begins with what is shown. */
export function ViewEditorHost() {
  const [wish, setWish] = useState<Commands['view-editor'] | null>(null);
  useEffect(() => onCommand('view-editor', setWish), []);
  const param = useParams({ strict: false, select: ({ view }: { view?: string }) => view });
  const search = useSearch({ strict: false }) as Narrowing & { saved?: string; where?: string; sort?: string };
  const shown = useShownView(search);
  const { data: views } = useQuery({ ...viewsQuery, enabled: wish?.viewId !== undefined });
  if (wish === null) return null;
  const named = wish.viewId === undefined ? undefined : views?.find(({ id }) => id === wish.viewId);
  if (wish.viewId !== undefined && named === undefined) return null;
  const current = builtIn.includes(param ?? '') ? (param as View) : 'mine';
  const tree = named?.filter ?? shown.tree ?? treeOf(current, search);
  const edited = named ?? (wish.naming ? undefined : shown.view);
  return (
    <Suspense fallback={null}>
      <ViewDialog view={edited} tree={tree} sort={edited?.sort ?? shown.sort ?? 'waiting'} naming={wish.naming} onClose={() => setWish(null)} />
    </Suspense>
  );
}
