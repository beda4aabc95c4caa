import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres';
import { entities } from './entities';

interface Column { column_name: string; data_type: string; udt_name: string; is_nullable: 'YES' | 'NO'; column_default: string | null }

describe('the entities', () => {
  let database: TestDatabase;
  let source: DataSource;
  let client: Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    source = await new DataSource({ type: 'postgres', url: database.url, entities: entities as never, installExtensions: false } as never).initialize();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await source.destroy();
    await client.end();
    await database.drop();
  });

  it('are what the migrations made: the same columns, types and nulls, and defaults where the database has them', async () => {
    const wrong: string[] = [];
    for (const entity of source.entityMetadatas) {
      const { rows } = await client.query<Column>('SELECT column_name, data_type, udt_name, is_nullable, column_default FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2', ['public', entity.tableName]);
      const real = new Map(rows.map((row) => [row.column_name, row]));
      for (const column of entity.columns) {
        const there = real.get(column.databaseName);
        const name = `${entity.tableName}.${column.databaseName}`;
        if (there === undefined) wrong.push(`${name} is not in the database`);
        else {
          if (typeOf(there) !== `${String(column.type)}${column.isArray ? '[]' : ''}`) wrong.push(`${name} is ${typeOf(there)}, the entity says ${String(column.type)}`);
          if ((there.is_nullable === 'YES') !== column.isNullable) wrong.push(`${name} differs in taking null`);
          if ((there.column_default !== null) !== (column.default !== undefined)) wrong.push(`${name} differs in having a default`);
        }
        real.delete(column.databaseName);
      }
      for (const left of real.keys()) wrong.push(`${entity.tableName}.${left} is not in the entity`);
    }
    expect(source.entityMetadatas.length).toBeGreaterThan(4);
    expect(wrong).toEqual([]);
  });
});

function typeOf({ data_type, udt_name }: Column): string {
  if (data_type === 'ARRAY') return `${udt_name.slice(1)}[]`;
  return data_type === 'timestamp with time zone' ? 'timestamptz' : data_type;
}
