// The agent's workspace in Chromium with its processor throttled four times: how fast a conversation opens, keys are painted and lists scroll
// while events arrive, and what an hour of events leaves in memory.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { median, ms, percentile, table, times, whole } from './support/figures.mjs';
import { fillInbox } from './support/fill-inbox.mjs';
import { pause } from './support/machine.mjs';
import { untilQuiet } from './support/quiet.mjs';
import { seedWorkspace } from './support/seed.mjs';
import { openDatabase, openProduct, withClient } from './support/servers.mjs';

export const title = 'The inbox in the browser, processor throttled 4×';
const CONVERSATIONS = 50_000;
const THROTTLE = 4;
const COLD = 12;
const WALK = 30;
const IDS = 70;
/** So long a hand rests on a row before it clicks, at the least. */
const REST = 250;
const EVENTS_A_SECOND = 50;
/** As many events as twenty a second bring in an hour; the run brings a part of them and tells the slope. */
const HOUR = 72_000;
const MEMORY_EVENTS = 2000;
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @param wanted parts: opening, typing, scrolling, memory; all without any. */
export async function run(wanted = []) {
  const does = (part) => wanted.length === 0 || wanted.includes(part);
  const url = await openDatabase('browser');
  const seed = await seedWorkspace(url, { channels: 20, members: 12 });
  await fillInbox(url, seed, CONVERSATIONS, { length: 'CASE WHEN n <= 500 THEN 200 ELSE 4 END + 0 * $2::int' });
  const ids = await withClient(url, async (client) => (await client.query(`SELECT id FROM conversations WHERE state = 'open' AND last_seq >= 200 ORDER BY number LIMIT ${IDS}`)).rows.map(({ id }) => id));
  // The last ones are what the list begins with: somebody walks through them.
  const walk = ids.slice(-WALK);
  await withClient(url, (client) => client.query(`UPDATE conversations SET last_message_at = now() - place * interval '1 second', waiting_since = now() - interval '30 days' + place * interval '1 second' FROM unnest($1::uuid[]) WITH ORDINALITY AS walk (walked, place) WHERE id = walked`, [walk]));
  const server = await openProduct('one', url);
  await untilQuiet(url);
  const executablePath = process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path));
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--enable-precise-memory-info', '--js-flags=--expose-gc'] });
  const rows = [];
  const notes = [];
  const summary = [];
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const [name, value] = seed.members[1].cookie.split('=');
    await context.addCookies([{ name, value, url: server.url }]);
    await context.addInitScript({ content: instruments });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable');
    const throttle = (rate) => cdp.send('Emulation.setCPUThrottlingRate', { rate });
    const press = eventsOf(server.url, seed.members[2].cookie, ids.slice(30));

    await throttle(THROTTLE);
    const begun = performance.now();
    await page.goto(`${server.url}/inbox/all`);
    await page.waitForSelector('.row');
    notes.push(`The list stands ${ms(performance.now() - begun)} after its address was asked for.`);
    await pause(5000);

    const bare = await context.newPage();
    const css = await page.evaluate(() => [...document.styleSheets].map((sheet) => sheet.href).filter(Boolean));
    await (await context.newCDPSession(bare)).send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    await bare.setContent(`${css.map((href) => `<link rel="stylesheet" href="${href}">`).join('')}<div class="regions" id="here" style="height: 900px"></div><textarea id="text" rows="6" cols="80"></textarea>`);
    await page.bringToFront();
    await opened(page, ids[COLD]);

    if (does('opening')) {
      // Cold: never shown, never fetched ahead. From the cache: shown a moment ago.
      const cold = [];
      const cached = [];
      const busy = [];
      for (const id of ids.slice(0, COLD)) cold.push(await opened(page, id));
      for (const id of ids.slice(0, COLD)) busy.push(await processorOf(cdp, async () => cached.push(await opened(page, id))));
      // As somebody works through the list: the pointer comes to a row and clicks, and J goes on. What was never shown is asked for meanwhile.
      const pointed = [];
      const stepped = [];
      for (const id of walk.slice(0, COLD)) pointed.push(await pointedAt(page, id));
      for (let step = 0; step < COLD; step += 1) stepped.push(await pressed(page, 'j'));
      const html = await page.evaluate(() => document.querySelector('.region-thread').outerHTML);
      const drawn = [];
      await bare.bringToFront();
      for (let sample = 0; sample < COLD; sample += 1) drawn.push(await bare.evaluate((markup) => window.painted(() => { document.getElementById('here').innerHTML = ''; document.getElementById('here').innerHTML = markup; }), html));
      await page.bringToFront();
      const same = 'the same nodes set as innerHTML';
      rows.push(['open a conversation of 200 messages, from the cache', ms(median(cached)), ms(percentile(cached, 0.95)), '≤ 100 ms', ms(median(drawn)), same], ['open one that was never shown', ms(median(cold)), ms(percentile(cold, 0.95)), '≤ 300 ms', ms(median(drawn)), same],
        ['the same by the pointer, which came to its row before', ms(median(pointed)), ms(percentile(pointed, 0.95)), '≤ 300 ms', ms(median(drawn)), same], ['the next one of the list, by its key', ms(median(stepped)), ms(percentile(stepped, 0.95)), '≤ 300 ms', ms(median(drawn)), same]);
      notes.push(`One opening from the cache keeps the page's thread busy for ${ms(median(busy) / THROTTLE)} of unthrottled processor time, what follows it included.`);
      summary.push(['open from the cache, 200 messages', ms(median(cached)), `${same}: ${ms(median(drawn))}`, times(median(cached) / median(drawn))], ['open cold, 200 messages', ms(median(cold)), `${same}: ${ms(median(drawn))}`, times(median(cold) / median(drawn))]);
    }

    if (does('typing')) {
      const load = press(EVENTS_A_SECOND);
      await page.locator('.ed').first().focus();
      await pause(1500);
      await page.evaluate(() => window.watchTasks());
      const arrived = await page.evaluate(() => window.arrived());
      const since = performance.now();
      const keys = await typed(page, '.ed');
      const rate = ((await page.evaluate(() => window.arrived())) - arrived) / ((performance.now() - since) / 1000);
      const tasks = await page.evaluate(() => window.tasks());
      await bare.bringToFront();
      await bare.locator('#text').focus();
      const bareKeys = await typed(bare, '#text');
      await page.bringToFront();
      await load.stop();
      rows.push([`key to paint, ${Math.round(rate)} events/s arriving`, ms(median(keys)), ms(percentile(keys, 0.95)), '≤ 50 ms', ms(median(bareKeys)), 'a bare textarea']);
      notes.push(`Tasks over 50 ms while typing: ${tasks.length}, over 100 ms: ${tasks.filter((duration) => duration > 100).length}, longest ${ms(Math.max(0, ...tasks))} (target: none over 100 ms).`);
      summary.push(['key to paint under events', ms(percentile(keys, 0.95)), `bare textarea ${ms(percentile(bareKeys, 0.95))}`, times(percentile(keys, 0.95) / percentile(bareKeys, 0.95))]);
    }

    if (does('scrolling')) {
      const load = press(EVENTS_A_SECOND);
      const frames = await scrolled(page, '.list-s');
      await load.stop();
      await bare.bringToFront();
      await bare.evaluate((markup) => { document.body.innerHTML = `<div style="height: 800px; overflow: auto" class="list-s">${markup.repeat(6)}</div>`; }, await page.evaluate(() => document.querySelector('.list-s').innerHTML.replace(/position: absolute/g, '').replace(/transform: [^;"]*/g, '')));
      const bareFrames = await scrolled(bare, '.list-s');
      const fps = (each) => 1000 / (each.reduce((sum, one) => sum + one, 0) / each.length);
      const late = (each) => `${((each.filter((one) => one > 25).length / each.length) * 100).toFixed(1)} % late`;
      rows.push(['frame while the list scrolls, events arriving', ms(median(frames)), ms(percentile(frames, 0.95)), '60 fps', ms(median(bareFrames)), 'the same rows, nothing behind them']);
      notes.push(`Scrolling: ${fps(frames).toFixed(0)} fps, ${late(frames)}; bare ${fps(bareFrames).toFixed(0)} fps, ${late(bareFrames)}.`);
    }
    await bare.close();
    if (does('memory')) {
      await throttle(1);
      await page.bringToFront();
      notes.push(await memory(page, cdp, press));
    }
    return { text: table(['what, 4× throttled', 'p50', 'p95', 'target', 'baseline p50', 'baseline'], rows), notes: notes.join(' '), summary };
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Milliseconds for which the page's thread ran meanwhile: what a busy machine cannot make longer. Throttling burns three quarters of it. */
async function processorOf(cdp, work) {
  const taken = async () => (await cdp.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'ThreadTime').value * 1000;
  const before = await taken();
  await work();
  return (await taken()) - before;
}

/** After what is kept for reuse has filled, and after many more events. */
async function memory(page, cdp, press) {
  const heap = async () => {
    for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1_000_000;
  };
  const arrived = () => page.evaluate(() => window.arrived());
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
  const bring = async (count) => {
    const before = await arrived();
    const rush = press(150);
    const until = Date.now() + 30_000;
    while ((await arrived()) - before < count && Date.now() < until) await pause(200);
    await rush.stop();
    await pause(2500);
    return (await arrived()) - before;
  };
  await bring(MEMORY_EVENTS / 4);
  const [before, nodesBefore] = [await heap(), await nodes()];
  const came = await bring(MEMORY_EVENTS);
  const [after, nodesAfter] = [await heap(), await nodes()];
  const hour = ((after - before) / Math.max(1, came)) * HOUR;
  return `Memory after ${whole(came)} events: ${before.toFixed(1)} → ${after.toFixed(1)} MB, ${nodesBefore} → ${nodesAfter} nodes; an hour of 20 events/s at this slope: ${hour >= 0 ? '+' : ''}${hour.toFixed(1)} MB.`;
}

/** As text: it runs in the page. `painted` resolves after the frame in which the effects of an act stood on the screen. */
const instruments = `
  window.painted = (act, until = () => true) => new Promise((done) => {
    const from = performance.now();
    act();
    // Asked at the head of a frame: what stands then is on the screen when the frame is through.
    const look = () => {
      if (until()) { const channel = new MessageChannel(); channel.port1.onmessage = () => done(performance.now() - from); channel.port2.postMessage(0); }
      else if (performance.now() - from > 15000) done(NaN);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  window.isOpen = (before) => {
    const thread = document.querySelector('.region-thread .thread');
    return thread?.getAttribute('aria-label') !== before && document.querySelectorAll('.region-thread .msg').length > 5 && document.querySelector('.region-thread .ed') !== null;
  };
  window.openName = () => document.querySelector('.region-thread .thread')?.getAttribute('aria-label');
  window.paintedAfter = (kind) => {
    const before = window.openName();
    window.took = new Promise((done) => addEventListener(kind, (event) => {
      const waited = performance.now() - event.timeStamp;
      window.painted(() => undefined, () => window.isOpen(before)).then((took) => done(took + waited));
    }, { capture: true, once: true }));
  };
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
    const go = () => (link ? link.click() : history.pushState({}, '', `/inbox/all/${conversationId}`));
    const before = window.openName();
    return window.painted(go, () => window.isOpen(before));
  }, id);
  await pause(600);
  return took;
}

/** By the pointer: from its click. */
async function pointedAt(page, id) {
  const row = page.locator(`[data-row="${id}"] a`).first();
  await row.scrollIntoViewIfNeeded();
  await row.hover();
  await pause(REST);
  await page.evaluate(() => window.paintedAfter('click'));
  await row.click();
  const took = await page.evaluate(() => window.took);
  await pause(600);
  return took;
}

/** By a key: from its press. */
async function pressed(page, key) {
  await page.evaluate(() => window.paintedAfter('keydown'));
  await page.keyboard.press(key);
  const took = await page.evaluate(() => window.took);
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
