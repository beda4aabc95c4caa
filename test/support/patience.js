// Jest reads a time-out per project from nowhere, so jest.config.js hands it over as a global.
jest.setTimeout(globalThis.patienceMs);
