import type { Label, ModerationDecided, ModerationHit, ModerationOfConversation, ModerationRule, ModerationRules, ModerationTrial, Page } from '@kontuar/contract';
import { ConnectorError, type Action } from '@kontuar/connectors/contract';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { NetworkStage } from '../support/network';

describe.each(backends)('rules about comments, with the queue on $backend', ({ redis, anyQueue }) => {
  let stage: NetworkStage;
  beforeAll(async () => { stage = await NetworkStage.open({ redis }); });
  afterAll(() => stage.close());
  afterEach(async () => {
    stage.network.answers.act = () => Promise.resolve();
    for (const { id } of (await client().get<ModerationRules>('/moderation/rules')).items) await client().delete(`/moderation/rules/${id}`);
  });

  const client = () => stage.owner.client;
  const rule = (input: object) => client().post<ModerationRule>('/moderation/rules', { name: 'Rule', conditions: [{ by: 'words', of: ['oszust'] }], actions: [{ do: 'hide' }], stage: 'act', ...input });
  const hits = (query = '') => client().get<Page<ModerationHit>>(`/moderation/hits?limit=100${query}`).then(({ items }) => items);
  const decide = (ids: string[], verdict: string) => client().post<ModerationDecided>('/moderation/hits/decide', { ids, verdict });
  const on = (act: Action) => ('externalId' in act ? act.externalId : '');
  const actsOn = (text: string) => stage.network.acts.filter((act) => on(act).endsWith(`: ${text}`)).map((act) => act.kind);
  /** Judged, and what was asked of the platform answered. */
  const settled = () => eventually(async () => {
    expect((await client().get<ModerationRules>('/moderation/rules')).waiting).toBe(0);
    expect(await stage.api.sql(`SELECT 1 FROM message_acts WHERE state = 'pending' AND next_attempt_at <= now() + interval '2 minutes 1 second' AND attempts < 1`)).toEqual([]);
    expect(await stage.api.sql(`SELECT 1 FROM message_acts WHERE state = 'pending' AND attempts = 1`)).toEqual([]);
  });

  it('hide a comment soon after the platform told of it, say so in the thread with their name, and it is shown again when somebody takes it back', async () => {
    await rule({ name: 'Insults' });
    const began = Date.now();
    await stage.tell(stage.comment('Ala', 'Wy oszuści!'));
    await eventually(() => { expect(actsOn('Wy oszuści!')).toEqual(['hide']); });
    expect(Date.now() - began).toBeLessThan(2000);
    const conversation = await stage.conversation('Ala');
    await stage.message(conversation, ({ text }) => text === 'Wy oszuści!', { moderation: { hidden: true, pending: null } });
    await stage.message(conversation, ({ event }) => event?.type === 'acted', { event: { data: { kind: 'hide', rule: 'Insults' } } });
    const [hit] = (await client().get<ModerationOfConversation>(`/conversations/${conversation.id}/moderation`)).items;
    expect(hit).toMatchObject({ ruleName: 'Insults', decision: 'done', reasons: [{ by: 'words', found: ['oszuści'] }], outcomes: [{ do: 'hide', state: 'done' }], message: { hidden: true, authorName: 'Ala', post: 'Our new mugs' } });
    expect(await decide([hit?.id ?? ''], 'restore')).toEqual({ decided: 1, skipped: 0, more: false });
    await eventually(() => { expect(actsOn('Wy oszuści!')).toEqual(['hide', 'unhide']); });
    await stage.message(conversation, ({ text }) => text === 'Wy oszuści!', { moderation: { hidden: false } });
    expect((await hits())[0]).toMatchObject({ decision: 'restored', decidedBy: expect.any(String) as string });
    // Nobody hides it again behind their back, and once is enough.
    expect(await decide([hit?.id ?? ''], 'restore')).toEqual({ decided: 0, skipped: 1, more: false });
    await stage.tell({ kind: 'edit', externalId: 'Ala: Wy oszuści!', at: new Date().toISOString(), text: 'Wy oszuści! Naprawdę' });
    await settled();
    expect(actsOn('Wy oszuści!')).toEqual(['hide', 'unhide']);
    // Only a person does, who restored it by mistake.
    expect(await decide([hit?.id ?? ''], 'do')).toMatchObject({ decided: 1 });
    await eventually(() => { expect(actsOn('Wy oszuści!')).toEqual(['hide', 'unhide', 'hide']); });
    await stage.message(conversation, ({ text }) => text.startsWith('Wy oszuści!'), { moderation: { hidden: true } });
  });

  it('wait while the channel is paused, which the hit says; what is taken back meanwhile is never asked for, and the rest leaves as soon as the channel runs again', async () => {
    const made = await rule({ name: 'Waits', conditions: [{ by: 'words', of: ['cwaniak'] }] });
    const pause = (paused: boolean) => client().patch(`/channels/${stage.channel.id}`, { paused });
    const texts = ['Cwaniacy od mebli', 'Cwaniak z salonu', 'Same cwaniaki'];
    await stage.tell(...texts.map((text) => stage.comment('Wit', text)));
    await eventually(() => { for (const text of texts) expect(actsOn(text)).toEqual(['hide']); });
    const [first, second, third] = await eventually(async () => {
      const all = await hits(`&ruleId=${made.id}`);
      const placed = texts.map((text) => all.find(({ message }) => message.text === text && message.hidden && message.pending === null));
      expect(placed.every((one) => one !== undefined)).toBe(true);
      return placed;
    });
    await pause(true);
    expect(await decide([first, second, third].map((hit) => hit?.id ?? ''), 'restore')).toMatchObject({ decided: 3 });
    const waiting = () => stage.api.sql<{ text: string; error_code: string; attempts: number }>(`SELECT m.text, a.error_code, a.attempts FROM message_acts a JOIN messages m ON m.id = a.message_id WHERE a.state = 'pending' ORDER BY 1`);
    await eventually(async () => { expect(await waiting()).toEqual(texts.map((text) => ({ text, error_code: 'channel-paused', attempts: 0 }))); });
    expect((await hits(`&ruleId=${made.id}`)).map(({ decision, message: { hidden, pending, channelId } }) => ({ decision, hidden, pending, channelId }))).toEqual(texts.map(() => ({ decision: 'restored', hidden: true, pending: 'unhide', channelId: stage.channel.id })));
    // Changed their mind: by the list of hits, and by the act itself. Both stay hidden without a word to the platform.
    expect(await decide([first?.id ?? ''], 'do')).toMatchObject({ decided: 1 });
    await client().post(`/messages/${second?.message.id}/acts`, { kind: 'hide' });
    expect((await waiting()).map(({ text }) => text)).toEqual([texts[2]]);
    // What somebody asks for themselves waits as well.
    await client().post(`/messages/${second?.message.id}/acts`, { kind: 'like' });
    await eventually(async () => { expect((await waiting()).map(({ error_code: code }) => code)).toEqual(['channel-paused', 'channel-paused']); });
    expect(texts.map(actsOn)).toEqual([['hide'], ['hide'], ['hide']]);
    const began = Date.now();
    await pause(false);
    await eventually(() => { expect(texts.map(actsOn)).toEqual([['hide'], ['hide', 'like'], ['hide', 'unhide']]); });
    // It had been put off by a minute.
    expect(Date.now() - began).toBeLessThan(15_000);
    await eventually(async () => { expect((await hits(`&ruleId=${made.id}`)).map(({ decision, message }) => [message.text, decision, message.hidden, message.pending]).sort()).toEqual([[texts[0], 'done', true, null], [texts[1], 'restored', true, null], [texts[2], 'restored', false, null]]); });
  });

  anyQueue('look again at what a comment says after it was changed, and leave private words and our own alone', async () => {
    const made = await rule({});
    await stage.tell(stage.comment('Bea', 'Bardzo ładne'), stage.privately('Bogdan', 'Jesteście oszustami'), stage.comment('shop', 'Oszust podszywa się pod nas', { echo: true, thread: { references: ['Bea: Bardzo ładne'] } }));
    await settled();
    expect(await hits(`&ruleId=${made.id}`)).toEqual([]);
    await stage.tell({ kind: 'edit', externalId: 'Bea: Bardzo ładne', at: new Date().toISOString(), text: 'To oszuści' });
    await eventually(() => { expect(actsOn('Bardzo ładne')).toEqual(['hide']); });
  });

  anyQueue('know how old an account is where the network tells, and leave alone whose nobody knows', async () => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const of = (name: string, accountSince?: string) => stage.comment(name, `Tanie zegarki, ${name}`, { from: { id: name, name, ...(accountSince === undefined ? {} : { accountSince }) } });
    await rule({ conditions: [{ by: 'youngAccount', days: 7 }] });
    await stage.tell(of('Hela', daysAgo(2)), of('Henryk', daysAgo(2_000)), of('Hubert'), of('Hanka', daysAgo(-400)));
    await settled();
    expect(stage.network.acts.filter((act) => on(act).includes('Tanie zegarki')).map((act) => on(act).split(':')[0])).toEqual(['Hela']);
    // Told later of somebody who is known.
    await stage.tell(stage.comment('Hubert', 'I jeszcze tańsze zegarki', { from: { id: 'Hubert', name: 'Hubert', accountSince: daysAgo(1) } }));
    await eventually(() => { expect(actsOn('I jeszcze tańsze zegarki')).toEqual(['hide']); });
  });

  anyQueue('all apply that match, in their order: the strongest is done on the platform, and each says what came of it', async () => {
    const label = await client().post<Label>('/labels', { name: `Spam ${redis}` });
    const first = await rule({ name: 'Links', conditions: [{ by: 'link', except: ['shop.example'] }], actions: [{ do: 'hide' }, { do: 'label', labelId: label.id }] });
    const second = await rule({ name: 'Casinos', conditions: [{ by: 'words', of: ['casino'] }], actions: [{ do: 'delete' }] });
    const thanks = await rule({ name: 'Thanks', conditions: [{ by: 'words', of: ['love'] }], actions: [{ do: 'like' }, { do: 'answer', text: 'Thank you, {name}!' }] });
    await stage.tell(stage.comment('Cyryl', 'I love casino xyz.club'), stage.comment('Cecylia', 'I love it, see shop.example/mug'));
    await eventually(() => { expect([actsOn('I love casino xyz.club'), actsOn('I love it, see shop.example/mug')]).toEqual([['delete'], ['like']]); });
    await settled();
    const of = (id: string) => hits(`&ruleId=${id}`).then((items) => items.map((hit) => [hit.message.authorName, ...hit.outcomes.map(({ do: what, state }) => `${what} ${state}`)]));
    await eventually(async () => {
      expect(await of(first.id)).toEqual([['Cyryl', 'hide overruled', 'label done']]);
      expect(await of(second.id)).toEqual([['Cyryl', 'delete done']]);
      expect(await of(thanks.id)).toEqual([['Cecylia', 'like done', 'answer done'], ['Cyryl', 'like overruled', 'answer done']]);
    });
    const conversation = await stage.conversation('Cyryl');
    expect(conversation.labelIds).toEqual([label.id]);
    await eventually(() => { expect(stage.network.sent.find((message) => message.text === 'Thank you, Cecylia!')).toMatchObject({ visibility: 'private', replyToExternalId: 'Cecylia: I love it, see shop.example/mug', automatic: true }); });
    // A word of the house answers nobody.
    expect((await stage.conversation('Cecylia')).waitingSince).not.toBeNull();
    // What is deleted stays deleted; the order is theirs to change.
    expect(await decide((await hits(`&ruleId=${second.id}`)).map(({ id }) => id), 'restore')).toMatchObject({ decided: 0, skipped: 1 });
    await client().put('/moderation/rules/order', { ids: [thanks.id] });
    expect((await client().get<ModerationRules>('/moderation/rules')).items.map(({ name }) => name)).toEqual(['Thanks', 'Links', 'Casinos']);
  });

  anyQueue('are tried first: nothing happens in a trial, somebody is asked by a suggestion, and one key does or refuses it', async () => {
    const made = await rule({ name: 'Careful', stage: 'trial' });
    await stage.tell(stage.comment('Daria', 'oszust pierwszy'));
    await settled();
    const changed = await client().patch<ModerationRule>(`/moderation/rules/${made.id}`, { version: made.version, stage: 'suggest' });
    expect(await client().refused('PATCH', `/moderation/rules/${made.id}`, { version: made.version, stage: 'act' })).toMatchObject({ status: 409, code: 'rule-changed' });
    await stage.tell(stage.comment('Dawid', 'oszust drugi'), stage.comment('Dorota', 'oszust trzeci'));
    await settled();
    expect((await hits(`&ruleId=${made.id}`)).map((hit) => [hit.message.authorName, hit.decision]).sort()).toEqual([['Daria', 'trial'], ['Dawid', 'suggested'], ['Dorota', 'suggested']]);
    expect([actsOn('oszust pierwszy'), actsOn('oszust drugi')]).toEqual([[], []]);
    const suggested = await hits('&decision=suggested');
    const idOf = (name: string) => suggested.find((hit) => hit.message.authorName === name)?.id ?? '';
    const agent = await stage.api.invite(stage.owner, 'agent');
    expect(await agent.client.post<ModerationDecided>('/moderation/hits/decide', { ids: [idOf('Dawid')], verdict: 'do' })).toMatchObject({ decided: 1 });
    await eventually(() => { expect(actsOn('oszust drugi')).toEqual(['hide']); });
    expect(await decide([idOf('Dorota')], 'refuse')).toMatchObject({ decided: 1 });
    expect(await decide([idOf('Dorota'), idOf('Dawid')], 'ask')).toMatchObject({ decided: 1, skipped: 1 });
    expect((await hits('&decision=suggested')).map(({ id }) => id)).toEqual([idOf('Dorota')]);
    expect(await decide([idOf('Dorota')], 'refuse')).toMatchObject({ decided: 1 });
    expect(await decide([idOf('Dorota'), idOf('Dawid')], 'refuse')).toMatchObject({ decided: 0, skipped: 2 });
    expect(actsOn('oszust trzeci')).toEqual([]);
    expect(await decide([idOf('Dorota')], 'false')).toMatchObject({ decided: 1 });
    const { items } = await client().get<ModerationRules>('/moderation/rules');
    expect(items.find(({ id }) => id === changed.id)?.tally).toEqual({ hits: 3, done: 1, waiting: 0, restored: 0, falseHits: 1 });
    await stage.message(await stage.conversation('Dawid'), ({ event }) => event?.type === 'acted', { author: { kind: 'member', id: agent.memberId } });
  });

  anyQueue('show what they would have done in the last thirty days; what was wrong is marked and excepted, and the next trial says so', async () => {
    const made = await rule({ name: 'Try me', stage: 'trial', active: false });
    await stage.tell(...Array.from({ length: 6 }, (_, index) => stage.comment(`Ewa${index}`, `Uwaga na oszustów numer ${index}`, { at: new Date(Date.now() - (10 - index) * 60_000).toISOString() })), stage.comment('Edek', 'To nie oszust, polecam'), stage.comment('Eliza', 'Dziękuję'));
    const input = { ruleId: made.id, channelIds: null, match: 'all', conditions: made.conditions, exceptions: made.exceptions };
    const before = await client().post<ModerationTrial>('/moderation/rules/trial', input);
    const wrong = before.samples.find(({ message }) => message.authorName === 'Edek');
    expect(wrong).toMatchObject({ reasons: [{ by: 'words', found: ['oszust'] }], falseHit: false });
    await client().put(`/moderation/rules/${made.id}/marks`, { messageId: wrong?.message.id, falseHit: true });
    expect(await client().post<ModerationTrial>('/moderation/rules/trial', input)).toMatchObject({ hits: before.hits, falseHits: 1, spared: 0 });
    const excepted = await client().post<ModerationRule>(`/moderation/rules/${made.id}/exceptions`, { kind: 'words', value: 'to nie oszust' });
    expect(await client().post<ModerationTrial>('/moderation/rules/trial', { ...input, exceptions: excepted.exceptions })).toMatchObject({ hits: before.hits - 1, falseHits: 0, spared: 1 });
    // Copied texts are found in the history, too.
    const copied = await client().post<ModerationTrial>('/moderation/rules/trial', { ...input, conditions: [{ by: 'repeated', times: 3, hours: 24 }] });
    expect(copied.samples.map(({ message }) => message.authorName).filter((name) => name.startsWith('Ewa')).sort()).toEqual(['Ewa2', 'Ewa3', 'Ewa4', 'Ewa5']);
    expect(stage.network.acts.filter((act) => on(act).startsWith('Ewa'))).toEqual([]);
  });

  it('take back many at once, also what nobody has asked the platform for yet, and tell of what the platform refuses', async () => {
    const since = new Date().toISOString();
    const made = await rule({ name: 'Wave' });
    let open = () => {};
    const gate = new Promise<void>((resolve) => { open = resolve; });
    stage.network.answers.act = async (action) => {
      await gate;
      if (on(action).startsWith('Filip0:')) throw new ConnectorError('rejected', 'Not yours to hide', { reason: 'forbidden' });
    };
    await stage.tell(...Array.from({ length: 20 }, (_, index) => stage.comment(`Filip${index}`, `oszust ${index}`)));
    await eventually(async () => { expect((await hits(`&ruleId=${made.id}`)).length).toBe(20); });
    const early = await client().post<ModerationDecided>(`/moderation/rules/${made.id}/restore`, { since });
    open();
    // Of four the platform was being asked in that moment.
    expect(early.decided).toBeGreaterThanOrEqual(12);
    expect(early.decided + early.skipped).toBe(20);
    await settled();
    const refused = (await hits(`&ruleId=${made.id}`)).filter((hit) => hit.outcomes.some(({ state }) => state === 'failed'));
    for (const hit of refused) expect(hit).toMatchObject({ message: { authorName: 'Filip0', hidden: false }, outcomes: [{ do: 'hide', state: 'failed', detail: 'forbidden' }] });
    await eventually(async () => {
      await client().post<ModerationDecided>(`/moderation/rules/${made.id}/restore`, { since });
      expect((await stage.api.sql<{ count: number }>(`SELECT count(*)::int AS count FROM messages WHERE text LIKE 'oszust %' AND author_name LIKE 'Filip%' AND moderation->>'hidden' = 'true'`))[0]?.count).toBe(0);
    });
  });

  anyQueue('ask about authors and repetition only what was said before, and never act on what came in long after it was said', async () => {
    await rule({ name: 'Copies', conditions: [{ by: 'repeated', times: 3, hours: 24, from: 'anyone' }] });
    await rule({ name: 'New', conditions: [{ by: 'fewWords', atMost: 0 }, { by: 'words', of: ['promocja'] }] });
    for (const [index, name] of ['Grażyna', 'Gustaw', 'Gabi', 'Grzegorz'].entries()) await stage.tell(stage.comment(name, `Zarabiaj ${index}00 zł dziennie z domu!`));
    await settled();
    expect(stage.network.acts.filter((act) => on(act).includes('dziennie z domu')).map((act) => on(act).split(':')[0]).sort()).toEqual(['Gabi', 'Grzegorz']);
    await stage.tell(stage.comment('Hela', 'Ile kosztuje?'));
    await stage.tell(stage.comment('Hela', 'Jaka promocja?'), stage.comment('Hania', 'Promocja u mnie'), stage.comment('Henio', 'Promocja sprzed tygodnia', { at: new Date(Date.now() - 7 * 86_400_000).toISOString() }));
    await settled();
    expect([actsOn('Jaka promocja?'), actsOn('Promocja u mnie'), actsOn('Promocja sprzed tygodnia')]).toEqual([[], ['hide'], []]);
  });
});
