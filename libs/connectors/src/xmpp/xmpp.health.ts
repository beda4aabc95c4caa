import { ConnectorError, type Health, type HealthStep } from '../contract';
import { hasArchive } from './xmpp.archive';
import { Session } from './xmpp.session';
import type { XmppContext } from './xmpp.sessions';
import { serviceOf } from './xmpp.upload';

const labels = { server: 'Reach the XMPP server', 'sign-in': 'Sign in', archive: 'Messages missed while away', files: 'Sending files' } as const;
type StepId = keyof typeof labels;

/** A connection of its own, which is present nowhere and takes nothing from the one that receives. */
export async function check(ctx: XmppContext): Promise<Health> {
  const began = performance.now();
  const done = (id: StepId, state: HealthStep['state'], detail?: string): HealthStep => ({ id, label: labels[id], state, ...(detail === undefined ? {} : { detail }), tookMs: Math.round(performance.now() - began) });
  let session: Session;
  try {
    session = await Session.open(ctx.settings, ctx.allowPrivateHosts);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    // Whoever knows the secret of a component is told that it is connected already: by us.
    if (error.reason === 'held-elsewhere') return { state: 'ok', steps: [done('server', 'ok'), done('sign-in', 'ok', 'The component is connected. Its server takes one connection at a time, so make sure that no other program uses it.')] };
    const reached = error.kind === 'unauthorized' || error.reason === 'login-unsupported';
    return { state: 'failed', steps: [reached ? done('server', 'ok') : done('server', 'failed', `${error.message}.`), reached ? done('sign-in', 'failed', `${error.message}.`) : done('sign-in', 'skipped')] };
  }
  try {
    const steps = [done('server', 'ok'), done('sign-in', 'ok', `Signed in as ${session.jid.bare}.`)];
    if (ctx.settings.connection === 'component') steps.push(done('archive', 'warning', 'A component is told nothing of what came while it was away: the senders hear that it could not be delivered.'));
    else if (await hasArchive(session)) steps.push(done('archive', 'ok'));
    else steps.push(done('archive', 'warning', 'This server keeps no archive of messages (XEP-0313): what comes while Kontuar is away may be lost, and answers from other apps may be missing.'));
    const service = await serviceOf(ctx, session);
    steps.push(service === undefined ? done('files', 'warning', 'This server has no upload service (XEP-0363): agents can send no files.') : done('files', 'ok'));
    return { state: steps.some(({ state }) => state === 'warning') && ctx.settings.connection === 'account' ? 'warning' : 'ok', steps };
  } finally {
    session.close();
  }
}
