import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { withTexts } from '../i18n';
import { patiently } from './lazily';
import { ApiProblem, request } from './client';
import { meQuery } from './me';
import { queryClient } from './query-client';
import { runSteps, signInAddress, type RunStep, type SetupState } from './session-gate';
import { Shell } from './shell';
import { NothingHere, RouteProblem } from './states';

const root = createRootRoute({ component: Outlet, notFoundComponent: NothingHere, errorComponent: RouteProblem });

async function setupNeeded(): Promise<boolean> {
  return (await request<SetupState>('GET', '/setup')).needed;
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string; ended?: boolean } => ({
    ...(typeof search['next'] === 'string' ? { next: search['next'] } : {}),
    ...(search['ended'] === true ? { ended: true } : {}),
  }),
  beforeLoad: async () => {
    if (await setupNeeded().catch(() => false)) throw redirect({ to: '/setup' });
  },
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/session/sign-in-screen'))), 'SignInScreen'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { step?: RunStep } => {
    const step = runSteps.find((each) => each === search['step']);
    return step === undefined ? {} : { step };
  },
  component: lazyRouteComponent(() => patiently(() => withTexts(import('./screens/first-run-screen'))), 'FirstRunScreen'),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$token',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/session/invitation-screen'))), 'InvitationScreen'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      if (await setupNeeded()) throw redirect({ to: '/setup' });
      throw redirect(signInAddress(location.href));
    }
  },
  component: Shell,
  errorComponent: RouteProblem,
  notFoundComponent: NothingHere,
});

const index = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});

/** What narrows a view; part of the address, so that a link shows the same list to a colleague. */
export interface InboxSearch {
  team?: string;
  channel?: string;
  label?: string;
  assignee?: string;
  state?: string;
  sort?: string;
  q?: string;
  /** Id of a saved view. */
  saved?: string;
  /** A filter of one's own: goes before all else. */
  where?: string;
}

function inboxSearch(search: Record<string, unknown>): InboxSearch {
  const kept: InboxSearch = {};
  for (const key of ['team', 'channel', 'label', 'assignee', 'state', 'sort', 'q', 'saved', 'where'] as const) {
    // A filter written by hand is read as JSON before it gets here.
    const value = key === 'where' && typeof search[key] === 'object' && search[key] !== null ? JSON.stringify(search[key]) : search[key];
    if (typeof value === 'string' && value !== '') kept[key] = value;
  }
  return kept;
}

const inbox = createRoute({
  getParentRoute: () => shell,
  path: '/inbox',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => patiently(() => withTexts(import('./screens/inbox-screen'))), 'InboxScreen'),
});
const inboxHome = createRoute({ getParentRoute: () => inbox, path: '/' });
// The screen stays mounted while view and conversation change: they are parameters of it, not screens of their own.
const inboxView = createRoute({ getParentRoute: () => inbox, path: '$view' });
const inboxConversation = createRoute({ getParentRoute: () => inbox, path: '$view/$conversationId' });

const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: (given: Record<string, unknown>): { q?: string; kind?: string } => ({
    ...(typeof given['q'] === 'string' ? { q: given['q'] } : {}),
    ...(typeof given['kind'] === 'string' ? { kind: given['kind'] } : {}),
  }),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('./screens/search-screen'))), 'SearchScreen'),
});

const channels = createRoute({
  getParentRoute: () => shell,
  path: '/channels',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/channels/channels-screen'))), 'ChannelsScreen'),
});
const newChannel = createRoute({
  getParentRoute: () => shell,
  path: '/channels/new',
  validateSearch: (given: Record<string, unknown>): { connector?: string } => (typeof given['connector'] === 'string' ? { connector: given['connector'] } : {}),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/channels/new-channel-screen'))), 'NewChannelScreen'),
});
const oneChannel = createRoute({
  getParentRoute: () => shell,
  path: '/channels/$channelId',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/channels/channel-screen'))), 'ChannelScreen'),
});

/** How the board is drawn, and what one looks into beside it; part of the address. */
export interface BoardSearch { by?: 'teams' | 'channels'; team?: string; peek?: string }
const board = createRoute({
  getParentRoute: () => shell,
  path: '/board',
  validateSearch: (given: Record<string, unknown>): BoardSearch => ({
    ...(given['by'] === 'teams' || given['by'] === 'channels' ? { by: given['by'] } : {}),
    ...(typeof given['team'] === 'string' && given['team'] !== '' ? { team: given['team'] } : {}),
    ...(typeof given['peek'] === 'string' && given['peek'] !== '' ? { peek: given['peek'] } : {}),
  }),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('./screens/board-screen'))), 'BoardScreen'),
});

/** What narrows the register; part of the address. */
export interface RegisterSearch { state?: string; due?: string; matter?: string; decision?: string; ownerId?: string; q?: string; sort?: string }
const registerKeys = ['state', 'due', 'matter', 'decision', 'ownerId', 'q', 'sort'] as const;
const register = createRoute({
  getParentRoute: () => shell,
  path: '/cases',
  validateSearch: (given: Record<string, unknown>): RegisterSearch => Object.fromEntries(registerKeys.flatMap((key) => (typeof given[key] === 'string' && given[key] !== '' ? [[key, given[key]]] : []))),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/cases/register-screen'))), 'RegisterScreen'),
});
const oneCase = createRoute({
  getParentRoute: () => shell,
  path: '/cases/$caseId',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/cases/case-screen'))), 'CaseScreen'),
});

/** What narrows the leads; part of the address. */
export interface LeadsSearch { state?: string; stage?: string; due?: string; ownerId?: string; campaignId?: string; q?: string; sort?: string }
const leadKeys = ['state', 'stage', 'due', 'ownerId', 'campaignId', 'q', 'sort'] as const;
const leads = createRoute({
  getParentRoute: () => shell,
  path: '/leads',
  validateSearch: (given: Record<string, unknown>): LeadsSearch => Object.fromEntries(leadKeys.flatMap((key) => (typeof given[key] === 'string' && given[key] !== '' ? [[key, given[key]]] : []))),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/leads/leads-screen'))), 'LeadsScreen'),
});
const oneLead = createRoute({
  getParentRoute: () => shell,
  path: '/leads/$leadId',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/leads/lead-screen'))), 'LeadScreen'),
});

const outreach = createRoute({
  getParentRoute: () => shell,
  path: '/outreach',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/outreach/campaigns-screen'))), 'CampaignsScreen'),
});
const oneCampaign = createRoute({
  getParentRoute: () => shell,
  path: '/outreach/$campaignId',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/outreach/campaign-screen'))), 'CampaignScreen'),
});

/** What an address says, by name. A number written by hand is read as one before it gets here. */
const textsOf = <K extends string>(...keys: K[]) => (given: Record<string, unknown>): { [key in K]?: string } =>
  Object.fromEntries(keys.flatMap((key) => { const value = typeof given[key] === 'number' ? String(given[key]) : given[key]; return typeof value === 'string' && value !== '' ? [[key, value]] : []; })) as { [key in K]?: string }; // those keys alone were put in

/** Which monitor, what of it, narrowed by what, and in which order; or the mentions behind a point of a figure. */
const listeningSearch = textsOf('monitor', 'shelf', 'order', 'platform', 'language', 'mood', 'since', 'until', 'span', 'figure', 'from', 'to', 'zone', 'cut', 'key');
export type ListeningSearch = ReturnType<typeof listeningSearch>;
const listening = createRoute({
  getParentRoute: () => shell,
  path: '/listening',
  validateSearch: listeningSearch,
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/listening/listening-screen'))), 'ListeningScreen'),
});
const insightSearch = textsOf('range', 'to', 'event', 'compare', 'monitor', 'measure', 'apart', 'table');
export type InsightSearch = ReturnType<typeof insightSearch>;
const insight = createRoute({
  getParentRoute: () => shell,
  path: '/listening/insight',
  validateSearch: insightSearch,
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/reports/insight-screen'))), 'InsightScreen'),
});
const spikes = createRoute({
  getParentRoute: () => shell,
  path: '/spikes',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/spikes/spikes-screen'))), 'SpikesScreen'),
});
/** From which alert, and about which channel, it is to be switched on. */
export interface CrisisSearch { alert?: string; channel?: string; answer?: string }
const crises = createRoute({
  getParentRoute: () => shell,
  path: '/crisis',
  validateSearch: (search: Record<string, unknown>): CrisisSearch => Object.fromEntries(['alert', 'channel', 'answer'].flatMap((key) => typeof search[key] === 'string' && search[key] !== '' ? [[key, search[key]]] : [])),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/crisis/crisis-screen'))), 'CrisisScreen'),
});
const oneCrisis = createRoute({
  getParentRoute: () => shell,
  path: '/crisis/$crisisId',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/crisis/room-screen'))), 'RoomScreen'),
});

const stuck = createRoute({
  getParentRoute: () => shell,
  path: '/stuck',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/stuck/stuck-screen'))), 'StuckScreen'),
});
const promises = createRoute({
  getParentRoute: () => shell,
  path: '/promises',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/after/promises-screen'))), 'PromisesScreen'),
});
const satisfaction = createRoute({
  getParentRoute: () => shell,
  path: '/satisfaction',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/after/satisfaction-screen'))), 'SatisfactionScreen'),
});

const quality = createRoute({
  getParentRoute: () => shell,
  path: '/quality',
  validateSearch: (given: Record<string, unknown>): { part?: string } => (typeof given['part'] === 'string' ? { part: given['part'] } : {}),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/quality/quality-screen'))), 'QualityScreen'),
});
/** `of`: those that are scored one after the other, by their ids. */
const oneReview = createRoute({
  getParentRoute: () => shell,
  path: '/quality/reviews/$reviewId',
  validateSearch: (given: Record<string, unknown>): { of?: string } => (typeof given['of'] === 'string' ? { of: given['of'] } : {}),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/quality/review-screen'))), 'ReviewScreen'),
});

/** Which time, and what of it; part of the address, so that a link shows the same figures to a colleague. */
const reportsSearch = textsOf('range', 'to', 'compare', 'team', 'channel', 'kind', 'clock', 'measure', 'apart', 'table');
export type ReportsSearch = ReturnType<typeof reportsSearch>;
const reports = createRoute({
  getParentRoute: () => shell,
  path: '/reports',
  validateSearch: reportsSearch,
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/reports/reports-screen'))), 'ReportsScreen'),
});

const contacts = createRoute({
  getParentRoute: () => shell,
  path: '/contacts',
  validateSearch: (given: Record<string, unknown>): { segment?: string; q?: string; sort?: string } => Object.fromEntries(['segment', 'q', 'sort'].flatMap((key) => (typeof given[key] === 'string' && given[key] !== '' ? [[key, given[key]]] : []))),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/customers'))), 'CustomersScreen'),
});
const oneContact = createRoute({
  getParentRoute: () => shell,
  path: '/contacts/$contactId',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/contacts/person-screen'))), 'PersonScreen'),
});
const companies = createRoute({
  getParentRoute: () => shell,
  path: '/companies',
  validateSearch: (given: Record<string, unknown>): { q?: string } => (typeof given['q'] === 'string' && given['q'] !== '' ? { q: given['q'] } : {}),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/customers/companies-screen'))), 'CompaniesScreen'),
});
const oneCompany = createRoute({
  getParentRoute: () => shell,
  path: '/companies/$companyId',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/customers/company-screen'))), 'CompanyScreen'),
});
const files = createRoute({
  getParentRoute: () => shell,
  path: '/contacts/files',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/customers/files-screen'))), 'FilesScreen'),
});
const oneImport = createRoute({
  getParentRoute: () => shell,
  path: '/contacts/files/$importId',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/customers/import-screen'))), 'ImportScreen'),
});
const knowledgeParts = ['review', 'lessons', 'lesson-review', 'readers', 'pages'] as const;
const knowledge = createRoute({
  getParentRoute: () => shell,
  path: '/knowledge',
  validateSearch: (given: Record<string, unknown>): { part?: (typeof knowledgeParts)[number] } => {
    const part = knowledgeParts.find((each) => each === given['part']);
    return part === undefined ? {} : { part };
  },
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/knowledge/knowledge-screen'))), 'KnowledgeScreen'),
});
const oneArticle = createRoute({
  getParentRoute: () => shell,
  path: '/knowledge/$articleId',
  validateSearch: (given: Record<string, unknown>): { lang?: 'en' | 'pl' } => (given['lang'] === 'en' || given['lang'] === 'pl' ? { lang: given['lang'] } : {}),
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/knowledge/article-screen'))), 'ArticleScreen'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => patiently(() => withTexts(import('../features/settings/settings-screen'))), 'SettingsScreen'),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$part', params: { part: 'profile' } });
  },
});
const settingsPart = createRoute({ getParentRoute: () => settings, path: '$part' });

export const router = createRouter({
  routeTree: root.addChildren([
    login,
    setup,
    invite,
    shell.addChildren([
      index,
      inbox.addChildren([inboxHome, inboxView, inboxConversation]),
      search,
      board,
      channels,
      newChannel,
      oneChannel,
      register,
      oneCase,
      leads,
      oneLead,
      outreach,
      oneCampaign,
      promises,
      listening,
      insight,
      stuck,
      spikes,
      crises,
      oneCrisis,
      satisfaction,
      reports,
      quality,
      oneReview,
      contacts,
      oneContact,
      companies,
      oneCompany,
      files,
      oneImport,
      knowledge,
      oneArticle,
      settings.addChildren([settingsHome, settingsPart]),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
