import { Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  articleCategory, articleCategoryInput, articleCategoryPatch, articleHit, articleMissInput, articleRead, articleSearchQuery, helpSite, helpSitePatch, knowledgeNumbers, locale as localeSchema,
  type ArticleCategory, type ArticleCategoryInput, type ArticleCategoryPatch, type ArticleHit, type ArticleMissInput, type ArticleRead, type ArticleSearchQuery, type HelpSite, type HelpSitePatch, type KnowledgeNumbers,
} from '@kontuar/contract';
import { ArticleCategories, HelpSites, KnowledgeSearch, notFound, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** What members find in the knowledge base, its order, its public face, and what readers made of it. */
@Controller('api/v1')
export class KnowledgeController {
  constructor(private readonly knowledge: KnowledgeSearch, private readonly categories: ArticleCategories, private readonly sites: HelpSites) {}

  @Get('knowledge/search')
  @Allow('knowledge.read')
  @Answers(articleHit.array())
  search(@Me() actor: MemberActor, @Filter(articleSearchQuery) query: ArticleSearchQuery): Promise<ArticleHit[]> {
    return this.knowledge.find(actor, query);
  }

  /** Counts what a member looked for in vain, so that somebody may write it. */
  @Post('knowledge/misses')
  @Allow('knowledge.read')
  @HttpCode(204)
  @AnswersNothing()
  async miss(@Me() actor: MemberActor, @Input(articleMissInput) input: ArticleMissInput): Promise<void> {
    await this.knowledge.miss(actor, input);
  }

  /** What may help with what the customer said last. */
  @Get('conversations/:id/articles')
  @Allow('knowledge.read')
  @Answers(articleHit.array())
  suggest(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<ArticleHit[]> {
    return this.knowledge.suggest(actor, id);
  }

  @Get('knowledge/articles/:id/:locale')
  @Allow('knowledge.read')
  @Answers(articleRead)
  read(@Me() actor: MemberActor, @Id('article') id: string, @Param('locale') locale: string): Promise<ArticleRead> {
    const read = localeSchema.safeParse(locale);
    if (!read.success) throw notFound('article');
    return this.knowledge.read(actor, id, read.data);
  }

  @Get('knowledge/numbers')
  @Allow('knowledge.write')
  @Answers(knowledgeNumbers)
  numbers(@Me() actor: MemberActor): Promise<KnowledgeNumbers> {
    return this.knowledge.numbers(actor);
  }

  @Get('article-categories')
  @Allow('knowledge.read')
  @Answers(articleCategory.array())
  list(@Me() actor: MemberActor): Promise<ArticleCategory[]> {
    return this.categories.list(actor);
  }

  @Post('article-categories')
  @Allow('knowledge.publish')
  @Answers(articleCategory, 201)
  create(@Me() actor: MemberActor, @Input(articleCategoryInput) input: ArticleCategoryInput): Promise<ArticleCategory> {
    return this.categories.create(actor, input);
  }

  @Patch('article-categories/:id')
  @Allow('knowledge.publish')
  @Answers(articleCategory)
  change(@Me() actor: MemberActor, @Id('category') id: string, @Input(articleCategoryPatch) patch: ArticleCategoryPatch): Promise<ArticleCategory> {
    return this.categories.change(actor, id, patch);
  }

  @Delete('article-categories/:id')
  @Allow('knowledge.publish')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('category') id: string): Promise<void> {
    await this.categories.remove(actor, id);
  }

  @Get('help-site')
  @Allow('knowledge.read')
  @Answers(helpSite)
  site(@Me() actor: MemberActor): Promise<HelpSite> {
    return this.sites.get(actor);
  }

  @Patch('help-site')
  @Allow('knowledge.publish')
  @Answers(helpSite)
  changeSite(@Me() actor: MemberActor, @Input(helpSitePatch) patch: HelpSitePatch): Promise<HelpSite> {
    return this.sites.change(actor, patch);
  }
}
