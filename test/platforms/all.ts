import type { PlatformModule } from './platform';

/** Every platform that can be played; a new one is its folder and one line here. */
export const allPlatforms: readonly PlatformModule[] = [
];
