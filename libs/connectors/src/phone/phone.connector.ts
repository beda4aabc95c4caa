import { logOnlyConnector } from '../log-only';

/** Calls: what was said on the phone, logged by the agent who took it. */
export const phone = logOnlyConnector({ id: 'phone', label: 'Phone' });
