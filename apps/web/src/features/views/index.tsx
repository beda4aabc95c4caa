export { SavedViewsNav } from './views-nav';
export { ViewEditorHost } from './view-editor-host';
export { WhereBar } from './where-bar';
