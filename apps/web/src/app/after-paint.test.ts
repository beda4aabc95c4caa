import { afterPaint } from './after-paint';

const frames: FrameRequestCallback[] = [];
const draw = () => { for (const frame of frames.splice(0)) frame(0); };
const tasks = () => new Promise<void>((done) => { setImmediate(() => setImmediate(done)); });
const begin = () => {
  const did: string[] = [];
  return { did, stop: afterPaint(() => did.push('acted')) };
};

beforeAll(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
  globalThis.requestAnimationFrame = (frame) => frames.push(frame);
  globalThis.cancelAnimationFrame = () => { frames.length = 0; };
});
afterAll(() => jest.useRealTimers());
beforeEach(() => { frames.length = 0; });

test('What waits for a frame is done once, when that frame was drawn and the next one begins', async () => {
  const { did } = begin();
  await tasks();
  expect(did).toEqual([]);
  draw();
  await tasks();
  expect(did).toEqual([]);
  draw();
  await tasks();
  expect(did).toEqual(['acted']);
  jest.runAllTimers();
  await tasks();
  expect(did).toEqual(['acted']);
});

test('A hidden page draws no frames and does what waits all the same', async () => {
  const { did } = begin();
  jest.runAllTimers();
  await tasks();
  expect(did).toEqual(['acted']);
});

test('What was called off is not done, also when its frame was under way', async () => {
  const { did, stop } = begin();
  draw();
  draw();
  stop();
  jest.runAllTimers();
  await tasks();
  expect(did).toEqual([]);
});
