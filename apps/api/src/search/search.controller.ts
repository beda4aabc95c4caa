import { Controller, Get } from '@nestjs/common';
import { searchQuery, searchResult, type SearchQuery, type SearchResult } from '@kontuar/contract';
import { Search, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter } from '../http/parsed.decorator';

@Controller('api/v1/search')
export class SearchController {
  constructor(private readonly search: Search) {}

  /** All words must be there, accents or not; "in quotes" in this order; the last word may be a beginning. */
  @Get()
  @Allow('search')
  @Answers(searchResult)
  find(@Me() actor: MemberActor, @Filter(searchQuery) query: SearchQuery): Promise<SearchResult> {
    return this.search.find(actor, query);
  }
}
