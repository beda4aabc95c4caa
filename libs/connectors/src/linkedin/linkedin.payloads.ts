/** The parts of LinkedIn's notifications and of its REST API that we read. */
import { z } from 'zod';

const text = z.string().nullish().catch(undefined);
/** Milliseconds; long numbers are text by then. */
const millis = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).nullish().catch(undefined);

/** Names come only where LinkedIn was willing to add them, and in several dresses. */
const decoratedPerson = z.looseObject({ localizedName: text, localizedFirstName: text, localizedLastName: text, localizedHeadline: text, vanityName: text, name: text, headline: text }).nullish().catch(undefined);
export type DecoratedPerson = z.infer<typeof decoratedPerson>;

/** A post or a comment as a notification carries it along. */
const told = z.looseObject({
  entity: text, owner: text, actor: text, object: text, parentComment: text, mediaCategory: text, title: text,
  text: z.union([z.string(), z.looseObject({ text: z.string() }).transform((one) => one.text)]).nullish().catch(undefined),
  message: z.looseObject({ text }).nullish().catch(undefined),
  'owner~': decoratedPerson, 'actor~': decoratedPerson, decoratedOwner: decoratedPerson, decoratedActor: decoratedPerson,
});
export type Told = z.infer<typeof told>;

export const notification = z.looseObject({
  notificationId: z.union([z.string().min(1).max(100), z.number().int().transform(String)]).optional().catch(undefined),
  organizationalEntity: text,
  action: z.string().min(1).max(100),
  sourcePost: text,
  decoratedSourcePost: told.nullish().catch(undefined),
  lastModifiedAt: millis,
  generatedActivity: text,
  decoratedGeneratedActivity: z.looseObject({ share: told.nullish().catch(undefined), comment: told.nullish().catch(undefined) }).nullish().catch(undefined),
});
export type Notification = z.infer<typeof notification>;

export const envelope = z.looseObject({ type: z.string().min(1).max(100), notifications: z.array(z.looseObject({})).min(1).max(200) });

const stamp = z.looseObject({ actor: text, time: millis }).nullish().catch(undefined);
export const comment = z.looseObject({
  id: z.union([z.string(), z.number().transform(String)]).nullish().catch(undefined), commentUrn: text, $URN: text, actor: text, 'actor~': decoratedPerson, object: text, parentComment: text,
  message: z.looseObject({ text }).nullish().catch(undefined), created: stamp, lastModified: stamp,
  content: z.array(z.looseObject({ type: text, url: text }).catch({})).nullish().catch(undefined),
});
export type Comment = z.infer<typeof comment>;

export const post = z.looseObject({ id: text, author: text, commentary: text, publishedAt: millis, createdAt: millis, adContext: z.looseObject({}).nullish().catch(undefined) });
export type Post = z.infer<typeof post>;

/** What `lookup` and `history` fetched: a comment, and the notification that named it. */
export const fetchedComment = z.object({ fetched: z.literal('comment'), comment, notification, post: post.optional() });
export const fetchedPost = z.object({ fetched: z.literal('post'), post, notification });
/** LinkedIn does not show it to the app. */
export const unseen = z.object({ fetched: z.literal('nothing'), notification });

export const list = z.looseObject({ elements: z.array(z.unknown()), paging: z.looseObject({ links: z.array(z.looseObject({ rel: text }).catch({})).nullish().catch(undefined) }).nullish().catch(undefined) });
export const person = z.looseObject({ id: text, localizedFirstName: text, localizedLastName: text, localizedHeadline: text, vanityName: text });
export const organization = z.looseObject({ id: z.union([z.string(), z.number().transform(String)]).nullish(), localizedName: text, vanityName: text });
export const organizations = z.looseObject({ results: z.record(z.string(), organization) });
export const role = z.looseObject({ role: text, state: text, organization: text, organizationTarget: text, roleAssignee: text });
export const subscription = z.looseObject({ webhook: text, expiresAt: millis });
export const introspection = z.looseObject({ active: z.boolean(), scope: text, expires_at: millis });
export const tokens = z.looseObject({ access_token: z.string().min(1), expires_in: z.coerce.number().positive(), refresh_token: z.string().min(1).nullish(), refresh_token_expires_in: z.coerce.number().positive().nullish().catch(undefined), scope: text });
export const failed = z.looseObject({ message: text, serviceErrorCode: z.union([z.string(), z.number().transform(String)]).nullish().catch(undefined), code: text, error: text, error_description: text });
