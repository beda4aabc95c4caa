import { z } from 'zod';
import { taxId } from './tax-id';
import { id, instant, pageQuery } from './primitives';

const domain = z.string().trim().toLowerCase().max(253).regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/);

export const companyView = z.object({ id, name: z.string(), taxId: z.string().nullable(), domains: z.array(z.string()), note: z.string(), members: z.number().int() });
export type CompanyView = z.infer<typeof companyView>;
export const companyList = z.object({ items: z.array(companyView), nextCursor: z.string().nullable() });
export type CompanyList = z.infer<typeof companyList>;
export const companyQuery = pageQuery.extend({ q: z.string().trim().max(200).optional() });
export type CompanyQuery = z.infer<typeof companyQuery>;
const shape = z.object({ name: z.string().trim().min(1).max(200), taxId: taxId.nullable(), domains: z.array(domain).max(20), note: z.string().max(4000) });
export const companyInput = shape.extend({ taxId: shape.shape.taxId.default(null), domains: shape.shape.domains.default([]), note: shape.shape.note.default('') });
export type CompanyInput = z.infer<typeof companyInput>;
export const companyPatch = shape.partial();
export type CompanyPatch = z.infer<typeof companyPatch>;

/** What may be a company that nobody wrote down (`companyId` null: a new one), and which two may be one. */
export const companySuggestions = z.object({
  domains: z.array(z.object({ domain: z.string(), companyId: id.nullable(), name: z.string(), people: z.number().int(), names: z.array(z.string()) })),
  twins: z.array(z.object({ companyId: id, name: z.string(), members: z.number().int(), otherId: id, otherName: z.string(), otherMembers: z.number().int() })),
});
export type CompanySuggestions = z.infer<typeof companySuggestions>;
export const companySuggestionTake = z.object({ domain, companyId: id.nullable().default(null), name: shape.shape.name });
export type CompanySuggestionTake = z.infer<typeof companySuggestionTake>;
export const companySuggestionTaken = z.object({ companyId: id, joined: z.number().int() });
export type CompanySuggestionTaken = z.infer<typeof companySuggestionTaken>;
export const companyMerge = z.object({ otherId: id });
export type CompanyMerge = z.infer<typeof companyMerge>;
export const companyMerged = z.object({ mergeId: id, company: companyView });
export type CompanyMerged = z.infer<typeof companyMerged>;
/** What comes over to `name`: how many people (and the first of them), a tax number, domains and a note that it lacks; and how many segments and rules ask for it instead. */
export const companyMergePreview = z.object({
  name: z.string(), otherName: z.string(), people: z.number().int(), names: z.array(z.string()), taxId: z.string().nullable(), domains: z.array(z.string()), note: z.string(), segments: z.number().int(), rules: z.number().int(),
});
export type CompanyMergePreview = z.infer<typeof companyMergePreview>;
export const companyMergeList = z.object({ items: z.array(z.object({ id, name: z.string(), people: z.number().int(), at: instant, byId: id.nullable(), undoneAt: instant.nullable() })) });
export type CompanyMergeList = z.infer<typeof companyMergeList>;
export const companyMergeUndone = z.object({ companyId: id, otherId: id });
export type CompanyMergeUndone = z.infer<typeof companyMergeUndone>;

export const companyMember = z.object({ contactId: id, name: z.string(), avatarUrl: z.string().nullable(), role: z.string(), main: z.boolean() });
export const companyMembers = z.object({ items: z.array(companyMember) });
export type CompanyMembers = z.infer<typeof companyMembers>;
/** `main`: it stands beside the name. */
export const membershipInput = z.object({ role: z.string().trim().max(80).default(''), main: z.boolean().default(false) });
export type MembershipInput = z.infer<typeof membershipInput>;
/** The companies of one person, and those whose mail addresses are of the same domain as theirs. */
export const companiesOfContact = z.object({
  items: z.array(z.object({ companyId: id, name: z.string(), taxId: z.string().nullable(), role: z.string(), main: z.boolean() })),
  suggested: z.array(z.object({ companyId: id.nullable(), name: z.string(), domain: z.string() })),
});
export type CompaniesOfContact = z.infer<typeof companiesOfContact>;
