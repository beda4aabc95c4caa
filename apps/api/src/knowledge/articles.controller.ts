import { Controller, Get, Inject, Param, Patch, Post, Put, Req, type PipeTransform } from '@nestjs/common';
import {
  article, articleInput, articlePatch, articlePreview, articleQuery, articleRestoreInput, articleReturnInput, articleRevision, articleRevisionText, articleSubmitInput, articleSummary, articleTextInput, articleVersionInput, locale as localeSchema, page,
  type Article, type ArticleInput, type ArticlePatch, type ArticlePreview, type ArticleQuery, type ArticleRestoreInput, type ArticleReturnInput, type ArticleRevision, type ArticleRevisionText, type ArticleSubmitInput, type ArticleSummary, type ArticleTextInput, type ArticleVersionInput, type Locale, type Page,
} from '@kontuar/contract';
import { Articles, CONFIG, notFound, Publishing, type MemberActor } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyRequest } from 'fastify';
import { originOf } from '../channels/origin';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Something that is no language of ours names nothing. */
const language: PipeTransform = { transform: (value: unknown): Locale => { const read = localeSchema.safeParse(value); if (!read.success) throw notFound('article'); return read.data; } };
const number: PipeTransform = { transform: (value: unknown): number => { if (!/^\d{1,6}$/.test(String(value))) throw notFound('revision'); return Number(value); } };
const Language = (): ParameterDecorator => Param('locale', language);

/** Articles as their writers see them. */
@Controller('api/v1/articles')
export class ArticlesController {
  constructor(private readonly articles: Articles, private readonly publishing: Publishing, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  @Get()
  @Allow('knowledge.write')
  @Answers(page(articleSummary))
  list(@Me() actor: MemberActor, @Filter(articleQuery) query: ArticleQuery): Promise<Page<ArticleSummary>> {
    return this.articles.list(actor, query);
  }

  @Post()
  @Allow('knowledge.write')
  @Answers(article, 201)
  create(@Me() actor: MemberActor, @Input(articleInput) input: ArticleInput): Promise<Article> {
    return this.articles.create(actor, input);
  }

  @Get(':id')
  @Allow('knowledge.write')
  @Answers(article)
  get(@Me() actor: MemberActor, @Id('article') id: string): Promise<Article> {
    return this.articles.get(actor, id);
  }

  @Patch(':id')
  @Allow('knowledge.write')
  @Answers(article)
  change(@Me() actor: MemberActor, @Id('article') id: string, @Input(articlePatch) patch: ArticlePatch): Promise<Article> {
    return this.articles.change(actor, id, patch);
  }

  /** One language, as a draft. Who saves names the version that they began with; 0 begins the language. */
  @Put(':id/texts/:locale')
  @Allow('knowledge.write')
  @Answers(article)
  save(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale, @Input(articleTextInput) input: ArticleTextInput): Promise<Article> {
    return this.articles.save(actor, id, locale, input);
  }

  @Post(':id/texts/:locale/submit')
  @Allow('knowledge.write')
  @Answers(article)
  submit(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale, @Input(articleSubmitInput) input: ArticleSubmitInput): Promise<Article> {
    return this.publishing.submit(actor, id, locale, input);
  }

  @Post(':id/texts/:locale/return')
  @Allow('knowledge.publish')
  @Answers(article)
  giveBack(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale, @Input(articleReturnInput) input: ArticleReturnInput): Promise<Article> {
    return this.publishing.giveBack(actor, id, locale, input);
  }

  @Post(':id/texts/:locale/publish')
  @Allow('knowledge.publish')
  @Answers(article)
  publish(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale, @Input(articleVersionInput) { version }: ArticleVersionInput): Promise<Article> {
    return this.publishing.publish(actor, id, locale, version);
  }

  @Post(':id/texts/:locale/withdraw')
  @Allow('knowledge.publish')
  @Answers(article)
  withdraw(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale, @Input(articleVersionInput) { version }: ArticleVersionInput): Promise<Article> {
    return this.publishing.withdraw(actor, id, locale, version);
  }

  @Get(':id/texts/:locale/revisions')
  @Allow('knowledge.write')
  @Answers(articleRevision.array())
  revisions(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale): Promise<ArticleRevision[]> {
    return this.articles.revisions(actor, id, locale);
  }

  @Get(':id/texts/:locale/revisions/:number')
  @Allow('knowledge.write')
  @Answers(articleRevisionText)
  revision(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale, @Param('number', number) which: number): Promise<ArticleRevisionText> {
    return this.articles.revision(actor, id, locale, which);
  }

  @Post(':id/texts/:locale/restore')
  @Allow('knowledge.write')
  @Answers(article)
  restore(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale, @Input(articleRestoreInput) input: ArticleRestoreInput): Promise<Article> {
    return this.articles.restore(actor, id, locale, input);
  }

  /** A link to the draft, for a week, for somebody without an account. */
  @Post(':id/texts/:locale/preview')
  @Allow('knowledge.write')
  @Answers(articlePreview, 201)
  async preview(@Me() actor: MemberActor, @Id('article') id: string, @Language() locale: Locale, @Req() request: FastifyRequest): Promise<ArticlePreview> {
    const { token, until } = await this.publishing.preview(actor, id, locale);
    return { url: `${this.config.http.publicUrl ?? originOf(request)}/help/preview/${token}`, until: new Date(until).toISOString() };
  }
}
