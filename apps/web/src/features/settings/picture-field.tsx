import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Me } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { meQuery } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Avatar, Button, useToast } from '../../ui';
import { useFailed } from './parts';
import { settingsStrings } from './settings.strings';

/** What the server takes too; a picker that offers only these saves a refusal. */
const accepted = 'image/jpeg,image/png,image/webp,image/gif,image/avif';
const maxMegabytes = 10;

/** One's own picture: colleagues see it everywhere, customers in the website chat. */
export function PictureField({ me }: { me: Me }) {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const input = useRef<HTMLInputElement>(null);
  const change = useMutation({
    mutationFn: (file: File | null) => {
      if (file === null) return request('DELETE', '/me/avatar');
      const form = new FormData();
      form.append('file', file, file.name);
      return request('PUT', '/me/avatar', form);
    },
    onSuccess: async () => {
      toast({ text: t('saved') });
      await Promise.all([cache.invalidateQueries({ queryKey: meQuery.queryKey }), cache.invalidateQueries({ queryKey: queryKeys.members })]);
    },
    onError: (error) => {
      const code = error instanceof ApiProblem ? error.code : '';
      if (code === 'not-a-picture') toast({ text: t('pictureUnreadable'), tone: 'danger' });
      else if (code === 'too-large') toast({ text: t('pictureTooLarge', { megabytes: maxMegabytes }), tone: 'danger' });
      else failed(error);
    },
  });
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > maxMegabytes * 1024 * 1024) toast({ text: t('pictureTooLarge', { megabytes: maxMegabytes }), tone: 'danger' });
    else change.mutate(file);
  };
  return (
    <div className="pic-f">
      <Avatar name={me.user.name} src={me.member.avatarUrl} size="lg" />
      <div>
        <div className="row-start">
          <input ref={input} type="file" accept={accepted} hidden aria-label={t('picture')} onChange={(event) => { take(event.target.files?.[0]); event.target.value = ''; }} />
          <Button busy={change.isPending} onClick={() => input.current?.click()}>{t(me.member.avatarUrl === null ? 'pictureAdd' : 'pictureChange')}</Button>
          {me.member.avatarUrl !== null && <Button tone="ghost" disabled={change.isPending} onClick={() => change.mutate(null)}>{t('pictureRemove')}</Button>}
        </div>
        <p className="help">{t('pictureHelp', { megabytes: maxMegabytes })}</p>
      </div>
    </div>
  );
}
