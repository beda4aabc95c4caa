/** Row level security for tables with a `workspace_id`: a unit of work sees its own workspace, or all when it runs as the system. */
export function protect(...tables: string[]): string {
  return tables
    .map((table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON ${table}
        USING (workspace_id = (SELECT kontuar_workspace()) OR (SELECT kontuar_system()))
        WITH CHECK (workspace_id = (SELECT kontuar_workspace()) OR (SELECT kontuar_system()));
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO kontuar_app;`)
    .join('\n');
}

export function drop(...tables: string[]): string {
  return tables.map((table) => `DROP TABLE IF EXISTS ${table} CASCADE;`).join('\n');
}
