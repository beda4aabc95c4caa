import { readWhere, treeOf, writeWhere } from './tree';

describe('a built-in list in the language of filters', () => {
  it('says the view, and what narrows it', () => {
    expect(treeOf('mine', {})).toEqual({ by: 'all', of: [{ by: 'state', is: 'any', of: ['open', 'pending'] }, { by: 'assignee', is: 'any', of: ['me'] }] });
    expect(treeOf('all', { team: 't', label: 'l', q: 'stół', state: 'resolved' })).toEqual({
      by: 'all', of: [{ by: 'state', is: 'any', of: ['resolved'] }, { by: 'team', is: 'any', of: ['t'] }, { by: 'labels', is: 'any', of: ['l'] }, { by: 'text', has: 'stół' }],
    });
    expect(treeOf('mentions', {})).toEqual({ by: 'all', of: [{ by: 'mentionsMe', is: true }] });
    expect(treeOf('snoozed', {})).toEqual({ by: 'all', of: [{ by: 'state', is: 'any', of: ['snoozed'] }] });
  });
});

describe('a filter in an address', () => {
  it('comes back as it was written', () => {
    const filter = { by: 'all', of: [{ by: 'not', of: { by: 'labels', is: 'empty' } }, { by: 'waiting', is: 'before', at: { ago: 2, unit: 'hours' } }, { by: 'unread', is: true }] } as const;
    expect(readWhere(writeWhere(filter as never))).toEqual(filter);
  });

  it.each([
    ['nothing', undefined], ['no JSON', '{'], ['text', '"x"'], ['an unknown attribute', '{"by":"secrets","is":true}'], ['an inherited name', '{"by":"constructor","is":true}'], ['a list that is none', '{"by":"all","of":{}}'],
    ['a moment without a unit', '{"by":"waiting","is":"before","at":{"ago":2}}'], ['no moment', '{"by":"waiting","is":"before"}'], ['numbers for values', '{"by":"state","is":"any","of":[1]}'],
    ['more depth than anybody needs', Array.from({ length: 12 }).reduce<string>((inner) => `{"by":"not","of":${inner}}`, '{"by":"unread","is":true}')],
  ])('is none when it is %s', (_, text) => {
    expect(readWhere(text)).toBeUndefined();
  });
});
