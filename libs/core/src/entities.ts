import type { MixedList } from 'typeorm';

/** TypeORM's picture of the tables that simple services read and write; a test holds it against the migrations. */
export const entities: MixedList<new () => object> = [];
