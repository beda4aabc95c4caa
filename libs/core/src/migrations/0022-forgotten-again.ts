import type { MigrationInterface, QueryRunner } from 'typeorm';

const forget = (onConflict: string): string => `
  CREATE OR REPLACE FUNCTION kontuar_forget_picture() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
    INSERT INTO forgotten_pictures (key) VALUES (OLD.avatar_key) ON CONFLICT ${onConflict};
    RETURN NULL;
  END $$;`;

/** A picture that is let go of while somebody looks whether it is still shown must be looked at again: the row is touched, so that both wait for each other. */
export class ForgottenAgain1700000000022 implements MigrationInterface {
  readonly name = 'ForgottenAgain1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${forget('(key) DO UPDATE SET since = now()')} GRANT UPDATE ON forgotten_pictures TO kontuar_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE UPDATE ON forgotten_pictures FROM kontuar_app; ${forget('DO NOTHING')}`);
  }
}
