/** Where somebody's addresses stand, whatever channel they belong to. */
export const PERSON_SCOPES = { email: 'email', phone: 'phone' } as const;
