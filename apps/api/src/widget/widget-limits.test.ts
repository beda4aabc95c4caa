import { WidgetLimits } from './widget-limits';

describe('limits of the widget’s door', () => {
  it('stops one visitor without stopping the next, and says for how long', async () => {
    const limits = new WidgetLimits();
    for (let index = 0; index < 30; index += 1) await limits.take('message', { visitorId: 'a', ip: '203.0.113.7' });
    await expect(limits.take('message', { visitorId: 'a', ip: '203.0.113.7' })).rejects.toMatchObject({ code: 'slow-down', extension: { retryAfterSeconds: expect.any(Number) } });
    await expect(limits.take('message', { visitorId: 'b', ip: '203.0.113.7' })).resolves.toBeUndefined();
  });

  it('stops a crowd behind one address', async () => {
    const limits = new WidgetLimits();
    const all = await Promise.allSettled(Array.from({ length: 300 }, (_, index) => limits.take('message', { visitorId: `v${index}`, ip: '203.0.113.7' })));
    expect(all.filter((one) => one.status === 'rejected')).toHaveLength(60);
  });
});
