// The agent's workspace in Chromium with its processor throttled four times: how fast a conversation opens, keys are painted and lists scroll
// while events arrive, and what an hour of events leaves in memory.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { median, ms, percentile, table, times, whole } from './support/figures.mjs';
import { fillInbox } from './support/fill-inbox.mjs';
import { pause } from './support/machine.mjs';
import { seedWorkspace } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'The inbox in the browser, processor throttled 4×';
const CONVERSATIONS = 50_000;
const THROTTLE = 4;
const COLD = 12;
const EVENTS_A_SECOND = 50;
/** As many events as twenty a second bring in an hour; the run brings a part of them and tells the slope. */
const HOUR = 72_000;
const MEMORY_EVENTS = 2000;
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function run() {
  const url = await openDatabase('browser');
  const seed = await seedWorkspace(url, { channels: 20, members: 12 });
  await fillInbox(url, seed, CONVERSATIONS, { length: 'CASE WHEN n <= 300 THEN 200 ELSE 4 END + 0 * $2::int' });
  const ids = await withClient(url, async (client) => (await client.query(`SELECT id FROM conversations WHERE state = 'open' AND last_seq >= 200 ORDER BY number LIMIT 45`)).rows.map(({ id }) => id));
  const server = await openProduct('one', url);
  const executablePath = process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path));
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--enable-precise-memory-info', '--js-flags=--expose-gc'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const [name, value] = seed.members[1].cookie.split('=');
    await context.addCookies([{ name, value, url: server.url }]);
    await context.addInitScript({ content: instruments });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const throttle = (rate) => cdp.send('Emulation.setCPUThrottlingRate', { rate });
    const press = eventsOf(server.url, seed.members[2].cookie, ids.slice(30));

    await throttle(THROTTLE);
    const begun = performance.now();
    await page.goto(`${server.url}/inbox/all`);
    await page.waitForSelector('.row');
    const first = performance.now() - begun;
    await pause(5000);

    // Cold: never shown, never fetched ahead. From the cache: shown a moment ago.
    const cold = [];
    const cached = [];
    for (const id of ids.slice(0, COLD)) cold.push(await opened(page, id));
    for (const id of ids.slice(0, COLD)) cached.push(await opened(page, id));
    const html = await page.evaluate(() => document.querySelector('.region-thread').outerHTML);
    const css = await page.evaluate(() => [...document.styleSheets].map((sheet) => sheet.href).filter(Boolean));
    const drawn = [];
    const bare = await context.newPage();
    const bareCdp = await context.newCDPSession(bare);
    await bareCdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    await bare.setContent(`${css.map((href) => `<link rel="stylesheet" href="${href}">`).join('')}<div class="regions" id="here" style="height: 900px"></div><textarea id="text" rows="6" cols="80"></textarea>`);
    await pause(500);
    for (let sample = 0; sample < COLD; sample += 1) drawn.push(await bare.evaluate((markup) => window.painted(() => { document.getElementById('here').innerHTML = ''; document.getElementById('here').innerHTML = markup; }), html));

    // Typing while events arrive.
    const load = press(EVENTS_A_SECOND);
    await page.locator('.ed').first().focus();
    await pause(1500);
    await page.evaluate(() => window.watchTasks());
    const keys = await typed(page, '.ed');
    const tasks = await page.evaluate(() => window.tasks());
    await bare.bringToFront();
    await bare.locator('#text').focus();
    const bareKeys = await typed(bare, '#text');
    await page.bringToFront();

    const frames = await scrolled(page, '.list-s');
    const eventRate = await load.stop();
    await bare.bringToFront();
    await bare.evaluate((markup) => { document.body.innerHTML = `<div style="height: 800px; overflow: auto" class="list-s">${markup.repeat(6)}</div>`; }, await page.evaluate(() => document.querySelector('.list-s').innerHTML.replace(/position: absolute/g, '').replace(/transform: [^;"]*/g, '')));
    const bareFrames = await scrolled(bare, '.list-s');
    await bare.close();

    // Memory: after what is kept for reuse has filled, and after many more events.
    await throttle(1);
    await page.bringToFront();
    const heap = async () => {
      for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
      return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1_000_000;
    };
    const bring = async (count) => {
      const before = await page.evaluate(() => window.arrived());
      const rush = press(150);
      const until = Date.now() + 30_000;
      while ((await page.evaluate(() => window.arrived())) - before < count && Date.now() < until) await pause(200);
      await rush.stop();
      await pause(2500);
      return (await page.evaluate(() => window.arrived())) - before;
    };
    await bring(MEMORY_EVENTS / 4);
    const before = await heap();
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    const came = await bring(MEMORY_EVENTS);
    const after = await heap();
    const nodesAfter = await page.evaluate(() => document.querySelectorAll('*').length);
    const hour = ((after - before) / Math.max(1, came)) * HOUR;
    const over = tasks.filter((duration) => duration > 100).length;
    const fps = (times) => 1000 / (times.reduce((sum, each) => sum + each, 0) / times.length);
    const late = (times) => times.filter((each) => each > 25).length / times.length;

    return {
      text: table(['what, 4× throttled', 'p50', 'p95', 'target', 'baseline p50', 'baseline'], [
        ['open a conversation of 200 messages, from the cache', ms(median(cached)), ms(percentile(cached, 0.95)), '≤ 100 ms', ms(median(drawn)), 'the same nodes set as innerHTML'],
        ['open one that was never shown', ms(median(cold)), ms(percentile(cold, 0.95)), '≤ 300 ms', ms(median(drawn)), 'the same nodes set as innerHTML'],
        [`key to paint, ${Math.round(eventRate)} events/s arriving`, ms(median(keys)), ms(percentile(keys, 0.95)), '≤ 50 ms', ms(median(bareKeys)), 'a bare textarea'],
        ['frame while the list scrolls, events arriving', ms(median(frames)), ms(percentile(frames, 0.95)), '60 fps', ms(median(bareFrames)), 'the same rows, nothing behind them'],
      ]),
      notes: `The list stands ${ms(first)} after its address was asked for. Tasks over 50 ms while typing: ${tasks.length}, over 100 ms: ${over}, longest ${ms(Math.max(0, ...tasks))} (target: none over 100 ms). `
        + `Scrolling: ${fps(frames).toFixed(0)} fps, ${(late(frames) * 100).toFixed(1)} % of frames late; bare ${fps(bareFrames).toFixed(0)} fps, ${(late(bareFrames) * 100).toFixed(1)} %. `
        + `Memory after ${whole(came)} events: ${before.toFixed(1)} → ${after.toFixed(1)} MB, ${nodes} → ${nodesAfter} nodes; an hour of 20 events/s at this slope: ${hour >= 0 ? '+' : ''}${hour.toFixed(1)} MB.`,
      summary: [
        ['open from the cache, 200 messages', ms(median(cached)), `the same nodes as innerHTML ${ms(median(drawn))}`, times(median(cached) / median(drawn))],
        ['open cold, 200 messages', ms(median(cold)), `the same nodes as innerHTML ${ms(median(drawn))}`, times(median(cold) / median(drawn))],
        ['key to paint under events', ms(percentile(keys, 0.95)), `bare textarea ${ms(percentile(bareKeys, 0.95))}`, times(percentile(keys, 0.95) / percentile(bareKeys, 0.95))],
      ],
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** As text: it runs in the page. `painted` resolves after the frame in which the effects of an act stood on the screen. */
const instruments = `
  window.painted = (act, until = () => true) => new Promise((done) => {
    const from = performance.now();
    act();
    const look = () => {
      if (until()) requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => done(performance.now() - from); channel.port2.postMessage(0); });
      else if (performance.now() - from > 15000) done(NaN);
      else requestAnimationFrame(look);
    };
    look();
  });
  window.watchTasks = () => { window.long = []; new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.long.push(duration); }).observe({ type: 'longtask' }); };
  window.tasks = () => window.long;
  let came = 0;
  window.arrived = () => came;
  const Native = window.WebSocket;
  window.WebSocket = class extends Native { constructor(...given) { super(...given); this.addEventListener('message', ({ data }) => { if (typeof data === 'string' && /conversation\\.updated/.test(data)) came += 1; }); } };
`;

/** By the address, as a click does: to the frame in which its messages are on the screen. */
async function opened(page, id) {
  const took = await page.evaluate((conversationId) => {
    const link = document.querySelector(`[data-row="${conversationId}"] a`);
    const go = () => {
      if (link) return link.click();
      const there = document.createElement('a');
      history.pushState({}, '', `/inbox/all/${conversationId}`);
      dispatchEvent(new PopStateEvent('popstate'));
      return there;
    };
    const before = document.querySelector('.region-thread .thread')?.getAttribute('aria-label');
    return window.painted(go, () => {
      const thread = document.querySelector('.region-thread .thread');
      return thread?.getAttribute('aria-label') !== before && document.querySelectorAll('.region-thread .msg').length > 5 && document.querySelector('.region-thread .ed') !== null;
    });
  }, id);
  await pause(600);
  return took;
}

/** Each key: from the press to the frame after its letter was drawn. */
async function typed(page, selector) {
  await page.evaluate((box) => {
    window.keyTimes = [];
    document.querySelector(box).addEventListener('keydown', (event) => {
      const from = event.timeStamp;
      requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => window.keyTimes.push(performance.now() - from); channel.port2.postMessage(0); });
    }, true);
  }, selector);
  await page.keyboard.type('Good afternoon, the courier comes tomorrow between nine and twelve with the new table top.', { delay: 90 });
  await pause(300);
  return page.evaluate(() => window.keyTimes);
}

async function scrolled(page, selector) {
  return page.evaluate(async (list) => {
    const box = document.querySelector(list);
    const times = [];
    let last = performance.now();
    let direction = 1;
    const until = last + 4000;
    await new Promise((done) => {
      const frame = (now) => {
        times.push(now - last);
        last = now;
        if (box.scrollTop + box.clientHeight >= box.scrollHeight - 400) direction = -1;
        if (box.scrollTop <= 0) direction = 1;
        box.scrollTop += 24 * direction;
        if (now < until) requestAnimationFrame(frame);
        else done();
      };
      requestAnimationFrame(frame);
    });
    return times.slice(2);
  }, selector);
}

/** Somebody else's work on what is on the screen: priorities that go up and down, so many a second. */
function eventsOf(url, cookie, ids) {
  const kinds = ['low', 'normal', 'high', 'urgent'];
  let turn = 0;
  return (perSecond) => {
    const startedAt = performance.now();
    let sent = 0;
    let open = 0;
    const timer = setInterval(() => {
      const due = ((performance.now() - startedAt) / 1000) * perSecond;
      while (sent < due && open < 24) {
        sent += 1;
        open += 1;
        turn += 1;
        const body = JSON.stringify({ priority: kinds[Math.floor(turn / ids.length) % kinds.length] });
        fetch(`${url}/api/v1/conversations/${ids[turn % ids.length]}`, { method: 'PATCH', headers: { cookie, 'content-type': 'application/json' }, body })
          .then((response) => response.arrayBuffer(), () => undefined).finally(() => { open -= 1; });
      }
    }, 5);
    return {
      stop: async () => {
        clearInterval(timer);
        const rate = sent / ((performance.now() - startedAt) / 1000);
        while (open > 0) await pause(20);
        return rate;
      },
    };
  };
}
