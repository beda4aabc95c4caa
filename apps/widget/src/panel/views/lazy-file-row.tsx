import { lazy } from './lazily';

export const FileRow = lazy(async () => (await import('./files')).FileRow).View;
