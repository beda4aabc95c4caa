/** For WITH RECURSIVE: a contact and all that went up in it, one in another. `parameter` is its placeholder. */
export const treesOf = (parameter: string, name: string): string => `${name} AS (SELECT ${parameter}::uuid AS id UNION SELECT n.id FROM contacts n JOIN ${name} ON n.merged_into = ${name}.id)`;
