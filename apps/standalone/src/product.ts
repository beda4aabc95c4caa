/** The product itself, a second's worth of packages: read when it is certain that it can start. */
export { migrate } from '@kontuar/core';
export { startApi } from '../../api/src/app';
export { startWorker } from '../../worker/src/app';
