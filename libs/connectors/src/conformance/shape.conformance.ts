import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Connector } from '../contract';
import type { ConformanceOptions } from './options';
import type { Recording } from './recordings';

export function describeShape<S>(connector: Connector<S>, options: ConformanceOptions<S>, recordings: Recording[]): void {
  const { capabilities } = connector;

  describe('its folder and its settings', () => {
    it('has an id that may be stored for ever and a label for people', () => {
      expect(connector.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(connector.label.trim()).not.toBe('');
    });

    it('has a small icon that carries no script and loads nothing', () => {
      const icon = readFileSync(join(options.folder, 'icon.svg'), 'utf8');
      expect(statSync(join(options.folder, 'icon.svg')).size).toBeLessThanOrEqual(8 * 1024);
      expect(icon).toMatch(/<svg[^>]+viewBox=/);
      expect(icon).not.toMatch(/<script|<foreignObject|\son\w+=|(?:xlink:)?href=|url\(\s*['"]?(?!#)|<!DOCTYPE|<!ENTITY/i);
    });

    it('has a README that says how to set it up', () => {
      expect(existsSync(join(options.folder, 'README.md'))).toBe(true);
      expect(readFileSync(join(options.folder, 'README.md'), 'utf8').length).toBeGreaterThan(400);
    });

    it(capabilities.logOnly === true ? 'needs no recordings, for it receives nothing' : 'has recordings', () => {
      expect(recordings.length).toBeGreaterThanOrEqual(capabilities.logOnly === true ? 0 : 1);
      expect(new Set(recordings.map((recording) => recording.name)).size).toBe(recordings.length);
    });

    it('accepts the settings of the suite and keeps them', () => {
      expect(connector.settings.parse(options.settings)).toEqual(options.settings);
    });

    it('turns its settings into a form: a title for each field, secrets marked and no other', () => {
      const fields = fieldsOf(z.toJSONSchema(connector.settings, { io: 'input' }));
      for (const field of fields) expect({ field: field.name, titled: typeof field.schema['title'] === 'string' || 'const' in field.schema }).toEqual({ field: field.name, titled: true });
      const marked = fields.filter((field) => field.schema['secret'] === true).map((field) => field.name);
      expect([...new Set(marked)].sort()).toEqual([...options.secrets].sort());
    });

    it('states its limits in a unit', () => {
      if (capabilities.maxTextLength !== undefined) expect(capabilities.lengthUnit).toBeDefined();
      expect(capabilities.undoSendSeconds).toBeGreaterThanOrEqual(0);
    });

    it('can receive, unless agents only log with it', () => {
      const receives = connector.webhook !== undefined || connector.poll !== undefined || connector.stream !== undefined;
      if (capabilities.logOnly === true) expect(receives).toBe(false);
      else expect(receives || (options.receivesElsewhere ?? '').length > 10).toBe(true);
    });

    it('offers in the composer only what it has code for', () => {
      if (capabilities.edit || capabilities.delete || capabilities.typing) expect(connector.act).toBeInstanceOf(Function);
    });
  });
}

interface Field { name: string; schema: Record<string, unknown> }

/** Fields of an object schema, also below unions and intersections; the outermost objects only need no title. */
function fieldsOf(schema: unknown): Field[] {
  if (!isRecord(schema)) return [];
  const found: Field[] = [];
  if (isRecord(schema['properties'])) {
    for (const [name, field] of Object.entries(schema['properties'])) {
      if (!isRecord(field)) continue;
      found.push({ name, schema: field }, ...fieldsOf(field));
    }
  }
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const parts = schema[key];
    if (Array.isArray(parts)) found.push(...parts.flatMap(fieldsOf));
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
