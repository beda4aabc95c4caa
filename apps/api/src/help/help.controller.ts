import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { helpVoteForm, locale as localeSchema, type HelpVoteForm, type Locale } from '@kontuar/contract';
import { CONFIG, HelpPages, notFound, type OpenSite, type SitemapEntry } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Id, Input } from '../http/parsed.decorator';
import { sendPicture } from '../http/picture';
import { WidgetLimits } from '../widget/widget-limits';
import { articlePage, categoryPage, gonePage, homePage, homePath, policyFor, searchPage, type Place } from './help-views';
import { publicOrigin } from './public-origin';
import { readerOf } from './reader';

const pack = promisify(gzip);
/** Whatever else stands in an address names nothing, and is no business of the database. */
const isName = (slug: string): boolean => /^[a-z0-9-]{1,100}$/.test(slug);
const everybody = 'public pages are for everybody; what is a draft or internal is not there';
const SEARCHED = 20;
/** Fresh for a minute; a day old is better than none while the new one is fetched. */
const KEPT = 'public, max-age=60, stale-while-revalidate=86400';

/** Help pages: whole HTML, no script, no cookie. */
@Controller('help')
export class HelpController {
  constructor(private readonly pages: HelpPages, private readonly limits: WidgetLimits, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  @Get('preview/:token')
  @Public('the link is signed for one draft and ends after a week')
  async preview(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { article, site, addressOf } = await this.pages.preview(token);
    const page = articlePage({ site, locale: article.locale, origin: this.origin(request) }, { article, alternates: {}, shelf: { categories: [], articles: [] }, addressOf });
    await this.send(request, reply, site, page, { cache: 'private, no-store', robots: true });
  }

  @Get(':site')
  @Public(everybody)
  async root(@Param('site') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const site = await this.site(slug);
    const wanted = /(?:^|,)\s*(pl|en)\b/i.exec(request.headers['accept-language'] ?? '')?.[1]?.toLowerCase() as Locale | undefined;
    await reply.headers({ Vary: 'Accept-Language', 'Cache-Control': 'public, max-age=60' }).redirect(homePath(site, wanted ?? site.locale), 302);
  }

  @Get(':site/sitemap.xml')
  @Public(everybody)
  async sitemap(@Param('site') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const site = await this.site(slug);
    const origin = this.origin(request);
    const entries = await this.pages.entries(site);
    const same = new Map<string, SitemapEntry[]>();
    for (const entry of entries) same.set(entry.id, [...(same.get(entry.id) ?? []), entry]);
    const url = (path: string, changedAt: Date | undefined, others: readonly { locale: Locale; path: string }[]): string =>
      `<url><loc>${origin}${path}</loc>${changedAt === undefined ? '' : `<lastmod>${changedAt.toISOString()}</lastmod>`}${others.length < 2 ? '' : others.map((other) => `<xhtml:link rel="alternate" hreflang="${other.locale}" href="${origin}${other.path}"/>`).join('')}</url>`;
    const homes = (['en', 'pl'] as const).map((locale) => ({ locale, path: homePath(site, locale) }));
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${homes.map(({ path }) => url(path, undefined, homes)).join('')}${entries.map((entry) => url(entry.path, entry.changedAt, same.get(entry.id) ?? [])).join('')}</urlset>`;
    await reply.headers({ 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'public, max-age=600' }).send(body);
  }

  /** Only what stands on a page that everybody may read. */
  @Get(':site/images/:id')
  @Public(everybody)
  async image(@Param('site') slug: string, @Id('picture') id: string, @Res() reply: FastifyReply): Promise<void> {
    const key = await this.pages.picture(await this.site(slug), id);
    await sendPicture(reply.header('Cross-Origin-Resource-Policy', 'cross-origin'), this.pages.store, key);
  }

  @Get(':site/:locale')
  @Public(everybody)
  async home(@Param('site') slug: string, @Param('locale') language: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const place = await this.place(slug, language, request);
    await this.send(request, reply, place.site, homePage(place, await this.pages.shelf(place.site, place.locale)), { cache: KEPT });
  }

  @Get(':site/:locale/search')
  @Public(everybody)
  async search(@Param('site') slug: string, @Param('locale') language: string, @Query('q') q: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.limits.take('look', { ip: request.ip });
    const place = await this.place(slug, language, request);
    const words = typeof q === 'string' ? q.normalize().replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200) : '';
    const found = words === '' ? [] : await this.pages.search(place.site, place.locale, words, { limit: SEARCHED, noted: true });
    await this.send(request, reply, place.site, searchPage(place, words, found), { cache: 'private, max-age=30', robots: true });
  }

  /** A form without a script; whoever votes comes back to the page. */
  @Post(':site/:locale/votes/:id')
  @Public('readers say whether a page was useful, without an account')
  @HttpCode(303)
  async vote(@Param('site') slug: string, @Param('locale') language: string, @Id('article') id: string, @Input(helpVoteForm) { useful }: HelpVoteForm, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.limits.take('vote', { ip: request.ip });
    const { site, locale } = await this.place(slug, language, request);
    await this.pages.vote(site.workspaceId, { articleId: id, locale, reader: readerOf(request), useful: useful === 'yes' });
    const path = (await this.pages.paths(site, id))[locale];
    if (path === undefined) throw notFound('page');
    await reply.redirect(`${path}?thanks=1#vote`, 303);
  }

  @Get(':site/:locale/:category')
  @Public(everybody)
  async category(@Param('site') slug: string, @Param('locale') language: string, @Param('category') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const place = await this.place(slug, language, request);
    const [named, shelf] = await Promise.all([isName(name) ? this.pages.named(place.site, place.locale, 'category', name) : undefined, this.pages.shelf(place.site, place.locale)]);
    const category = named === undefined ? undefined : shelf.categories.find(({ id }) => id === named.id);
    const path = category === undefined ? undefined : `${homePath(place.site, place.locale)}/${category.slug}`;
    if (named?.isCurrent === false && path !== undefined) return void (await reply.header('Cache-Control', KEPT).redirect(path, 301));
    const other: Locale = place.locale === 'en' ? 'pl' : 'en';
    const there = named === undefined ? undefined : (await this.pages.shelf(place.site, other)).categories.find(({ id }) => id === named.id);
    const page = named === undefined || path === undefined ? undefined : categoryPage(place, shelf, named.id, { [place.locale]: path, ...(there === undefined ? {} : { [other]: `${homePath(place.site, other)}/${there.slug}` }) });
    await (page === undefined ? this.gone(request, reply, place) : this.send(request, reply, place.site, page, { cache: KEPT }));
  }

  @Get(':site/:locale/:category/:article')
  @Public(everybody)
  async article(@Param('site') slug: string, @Param('locale') language: string, @Param('article') name: string, @Query('thanks') thanks: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const place = await this.place(slug, language, request);
    const { site, locale } = place;
    const named = isName(name) ? await this.pages.named(site, locale, 'article', name) : undefined;
    const article = named === undefined ? undefined : await this.pages.article(site, locale, named.id);
    if (article === undefined) return this.gone(request, reply, place);
    const [shelf, alternates] = await Promise.all([this.pages.shelf(site, locale), this.pages.paths(site, article.id)]);
    const path = alternates[locale];
    if (path === undefined) return this.gone(request, reply, place);
    // It was renamed, or stands in another category now.
    if (request.url.split('?')[0] !== path) return void (await reply.header('Cache-Control', KEPT).redirect(path, 301));
    const isThanked = thanks === '1';
    await this.send(request, reply, site, articlePage(place, { article, path, alternates, shelf, addressOf: (id) => `/help/${site.slug}/images/${id}`, isThanked }), { cache: isThanked ? 'private, no-store' : KEPT });
  }

  private async site(slug: string): Promise<OpenSite> {
    const site = isName(slug) ? await this.pages.find(slug) : undefined;
    if (site === undefined) throw notFound('page');
    return site;
  }

  private async place(slug: string, language: string, request: FastifyRequest): Promise<Place> {
    const locale = localeSchema.safeParse(language);
    if (!locale.success) throw notFound('page');
    return { site: await this.site(slug), locale: locale.data, origin: this.origin(request) };
  }

  private origin(request: FastifyRequest): string {
    return publicOrigin(this.config, request);
  }

  private gone(request: FastifyRequest, reply: FastifyReply, place: Place): Promise<void> {
    return this.send(request, reply.status(404), place.site, gonePage(place), { cache: 'public, max-age=10', robots: true });
  }

  private async send(request: FastifyRequest, reply: FastifyReply, site: OpenSite, page: string, { cache, robots = false }: { cache: string; robots?: boolean }): Promise<void> {
    const etag = `"${createHash('sha256').update(page).digest('base64url').slice(0, 22)}"`;
    void reply.headers({ 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policyFor(site), 'Cache-Control': cache, Vary: 'Accept-Encoding', ETag: etag, ...(robots ? { 'X-Robots-Tag': 'noindex' } : {}) });
    if (reply.statusCode === 200 && request.headers['if-none-match'] === etag) return void (await reply.status(304).send());
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return void (await reply.send(page));
    await reply.header('Content-Encoding', 'gzip').send(await pack(page));
  }
}
