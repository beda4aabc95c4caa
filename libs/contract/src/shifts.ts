import { z } from 'zod';
import { id, instant } from './primitives';

/** Whether somebody works now. Apart from `presence`, which also knows whether a screen of theirs is there. */
export const dutyState = z.enum(['on', 'away', 'sick', 'off']);
export type DutyState = z.infer<typeof dutyState>;

/** A time of day, as the clock on the wall shows it. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** 0 is Sunday. `to` at or before `from` is on the next day. */
export const weeklyHours = z.object({ day: z.number().int().min(0).max(6), from: clockTime, to: clockTime });
export type WeeklyHours = z.infer<typeof weeklyHours>;
const timeZone = z.string().min(1).max(60);
export const workHours = z.object({ timeZone, week: z.array(weeklyHours).max(42) });
export type WorkHours = z.infer<typeof workHours>;

/** Said by hand, and stronger than the hours: a break, a sick day, a holiday, or work beyond the hours ('on'). `until` null: until somebody says otherwise. */
export const absence = z.object({ state: dutyState, from: instant.nullable(), until: instant.nullable() });
export type Absence = z.infer<typeof absence>;

/** What everybody sees of a colleague. Who is sick is off for all but those who plan shifts. `until`: when it changes by itself. */
export const dutyView = z.object({ state: dutyState, until: instant.nullable(), substituteId: id.nullable() });
export type DutyView = z.infer<typeof dutyView>;

export const shiftView = z.object({ memberId: id, duty: dutyView, hours: workHours.nullable(), absence: absence.nullable() });
export type ShiftView = z.infer<typeof shiftView>;
const absenceInput = z.object({ state: dutyState, from: instant.nullable().default(null), until: instant.nullable().default(null) });
/** What is left out stays. */
export const shiftPatch = z.object({ hours: workHours.nullable(), absence: absenceInput.nullable(), substituteId: id.nullable() }).partial();
export type ShiftPatch = z.infer<typeof shiftPatch>;
/** One's own: everything but the hours, which those who plan shifts set. */
export const ownShiftPatch = shiftPatch.omit({ hours: true });
export type OwnShiftPatch = z.infer<typeof ownShiftPatch>;
