import { logOnlyConnector } from '../log-only';

/** Walk-ins: a visit at the shop's counter, logged by the agent who served it. */
export const counter = logOnlyConnector({ id: 'counter', label: 'Counter' });
