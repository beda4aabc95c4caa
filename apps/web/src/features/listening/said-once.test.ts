import { saidOnce, topicNames } from './said-once';

const topic = (name: string, key = name) => ({ key, name });
const place = (name: string) => ({ kind: 'place' as const, name });

it('says each thing once: not what another monitor is called, nor a part of what was said before', () => {
  const post = { names: [place('Dębowy Dwór'), place('Kraków')], topics: [topic('dębowy dwór'), topic('chwiejne nogi'), topic('nogi'), topic('KRAKOW'), topic('stół')] };
  const { names, topics } = saidOnce(post, ['Dębowy Dwór']);
  expect([names.map(({ name }) => name), topics.map(({ name }) => name)]).toEqual([['Kraków'], ['chwiejne nogi', 'stół']]);
  expect(saidOnce(post, []).names.map(({ name }) => name)).toEqual(['Dębowy Dwór', 'Kraków']);
});

it('calls a topic in all mentions as most of them do', () => {
  const mentions = [['cenę', 'cena'], ['cena', 'cena'], ['cena', 'cena'], ['koszyku', 'koszyk'], ['koszyk', 'koszyk']].map(([name = '', key = '']) => ({ post: { topics: [topic(name, key)] } }));
  expect([...topicNames(mentions)]).toEqual([['cena', 'cena'], ['koszyk', 'koszyk']]);
});
