// The server's part of the build, in a process of its own: `build.mjs` starts it.
import { translateFolders } from './translate.mjs';

await translateFolders(['apps/api', 'apps/worker', 'apps/standalone', 'libs']);
