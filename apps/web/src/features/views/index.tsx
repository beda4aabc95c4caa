export { SavedViewsNav } from './views-nav';
export { ViewEditorHost } from './view-editor-host';
