import { capabilitiesFor } from './channels';

const all = { maxTextLength: 1000, edit: true, publicly: { maxTextLength: 100, attachments: false as const } };

it('lays what is different in public over what a channel can do, on that side alone', () => {
  expect(capabilitiesFor(all, 'public')).toEqual({ maxTextLength: 100, edit: true, attachments: false });
  expect(capabilitiesFor(all, 'private')).toEqual({ maxTextLength: 1000, edit: true });
  expect(capabilitiesFor({ edit: true } as { edit: boolean; publicly?: object }, 'public')).toEqual({ edit: true });
});
