import { z } from 'zod';

/** How patiently a platform is asked; each names what suits it. */
export const pollingSettings = ({ everySeconds, deepEveryMinutes = 60, deepDays = 14, importDays = 14 }: { everySeconds: number; deepEveryMinutes?: number; deepDays?: number; importDays?: number }) => ({
  pollEverySeconds: z.number().int().min(1).max(86_400).default(everySeconds).meta({ advanced: true, title: 'Seconds between two looks', description: 'How often new reviews are asked for.' }),
  deepEveryMinutes: z.number().min(0).max(10_080).default(deepEveryMinutes).meta({ advanced: true, title: 'Minutes between two deep looks', description: 'A deep look finds answers given elsewhere and changes of older reviews.' }),
  deepDays: z.number().int().min(1).max(365).default(deepDays).meta({ advanced: true, title: 'Days that a deep look goes back' }),
  importDays: z.number().int().min(0).max(365).default(importDays).meta({ title: 'Import the last days', description: 'At the first connection; 0 starts with new reviews.' }),
});

export interface PollingSettings { pollEverySeconds: number; deepEveryMinutes: number; deepDays: number; importDays: number }
